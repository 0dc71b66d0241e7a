import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { asJson, type KubeObject, type ManagedFieldsEntry } from '@gotk/objects';
import {
  emptyFieldSet,
  type FieldSet,
  fieldSetOf,
  isEmptyFieldSet,
  subtractSet,
  unionSets,
} from '../field-set/field-set.js';
import { type MergeSchema, untypedDeduced } from '../schema/merge-schema.js';
import type { TypedValue } from '../typed/atom.js';
import { compareTyped } from '../typed/compare.js';
import { toFieldSet } from '../typed/to-field-set.js';
import { validateTyped } from '../typed/validate.js';
import { TypedValidationError } from '../typed/validation-error.js';
import { ApplyConflictError, conflictSet, conflictsOutside } from './conflict.js';
import {
  type ManagedSet,
  type ManagerIdentity,
  type Managers,
  managerId,
  managerIdentity,
  parseManagers,
  renderManagers,
  secondsOf,
} from './managers.js';
import { applyConfig, type MergeContext, updateManagers, VersionMisfitError } from './merge-update.js';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_UPDATE_MANAGERS = 10;

/** Fields that nobody owns. */
const UNOWNED = fieldSetOf(
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((field) => ['metadata', field]),
);

/** What the field manager must know of the kind and the request. */
export interface FieldManagerOptions {
  readonly apiVersion: string;
  readonly kind: string;
  /** The merge schema of the kind in a version; `undefined` when the version is not served. Kinds without a schema: {@link untypedDeduced}. */
  schemaFor(apiVersion: string): MergeSchema | undefined;
  /** The object in another version; default: only `apiVersion` changes. */
  convert?(object: JsonObject, apiVersion: string): JsonObject | undefined;
  /** What is said against a write where somebody owns fields in a version without a schema; default: they lose them. */
  unknownVersion?(apiVersion: string): string;
  /** Whether converted objects are taken as they are, even if they do not fit the other version's schema. Default false. */
  readonly convertedMayMisfit?: boolean;
  /** Whether the live object may not fit its own schema, and must be checked. Default false. */
  readonly mayMisfit?: boolean;
  readonly subresource?: string | undefined;
  /** Fields that this request cannot set, e.g. `status` outside its subresource: see {@link dropFields}, {@link keepFields}. */
  keepSettable?(set: FieldSet): FieldSet;
  /** What an object of the kind has that nothing was written to; default: its version and kind. */
  readonly emptyObject?: KubeObject | undefined;
  /** Time of new entries, RFC 3339 in seconds. */
  readonly now: string;
}

/** A patch that does not fit the kind's schema. The message is the API server's. */
export class TypedPatchError extends Error {
  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.name = 'TypedPatchError';
  }
}

/**
 * The new object with `metadata.managedFields` as the API server writes them after a create, replace or patch.
 *
 * `live` is absent for a create. Managed fields of the request replace the live ones unless they are absent or the request is for a
 * subresource; an empty list resets them.
 */
export function updateManagedFields(
  change: { readonly live?: KubeObject | undefined; readonly next: KubeObject; readonly manager: string },
  options: FieldManagerOptions,
): KubeObject {
  const managers = startingManagers(change, options.subresource !== undefined && options.subresource !== '');
  const next = withoutManagedFields(change.next);
  if (managers.size === 0 && change.live?.metadata.uid !== undefined) return next;
  const live = change.live === undefined ? emptyObject(options) : asJson(withoutManagedFields(change.live));
  const updated = tryRecord({ live, next: asJson(next), managers, manager: change.manager }, options);
  return updated === undefined ? next : withManagers(next, updated);
}

/**
 * Server-side apply.
 *
 * @param change `live` is absent when the object does not exist yet.
 * @returns the merged object with its managed fields; `changed` is false when it equals the live one.
 * @throws ApplyConflictError without `force`; TypedPatchError when the patch does not fit the schema.
 */
export function applyWithManagedFields(
  change: {
    readonly live?: KubeObject | undefined;
    readonly patch: KubeObject;
    readonly manager: string;
    readonly force: boolean;
  },
  options: FieldManagerOptions,
): { readonly object: KubeObject; readonly changed: boolean } {
  try {
    return applyOnce(change, options);
  } catch (error) {
    if (change.manager !== 'kubectl' || !(error instanceof ApplyConflictError) || change.live === undefined)
      throw error;
    // A first server-side apply after client-side ones takes over what the last client-side apply set.
    const allowed = lastAppliedFields(change.live, options);
    if (allowed === undefined) throw error;
    if (!isEmptyFieldSet(subtractSet(conflictSet(error.conflicts), allowed))) {
      throw new ApplyConflictError(conflictsOutside(error.conflicts, allowed));
    }
    return applyOnce({ ...change, force: true }, options);
  }
}

function applyOnce(
  change: {
    readonly live?: KubeObject | undefined;
    readonly patch: KubeObject;
    readonly manager: string;
    readonly force: boolean;
  },
  options: FieldManagerOptions,
): { readonly object: KubeObject; readonly changed: boolean } {
  const live = change.live === undefined ? emptyObject(options) : asJson(withoutManagedFields(change.live));
  const managers = managersBeforeApply(change.live, live, options);
  const applier = identityOf(change.manager, 'Apply', options);
  const config = { value: asJson(change.patch), schema: schemaOf(options) };
  validatePatch(config, change.patch);
  const liveTyped = { value: live, schema: config.schema };
  const failure = { prefix: 'failed to create typed live object', suffix: '' };
  const applied = requireFitting({ live, options, failure }, () => {
    if (options.mayMisfit === true) validateTyped(live, config.schema, { allowDuplicates: true });
    return applyConfig({ live: liveTyped, config, managers, applier, force: change.force }, contextOf(options));
  });
  const stamped = stampApplier(
    stripUnowned(applied.managers, applier),
    applier,
    applied.next === undefined ? undefined : options.now,
  );
  const merged = withManagers((applied.next?.value ?? live) as unknown as KubeObject, stamped);
  const object = change.manager === 'kubectl' ? refreshLastApplied(merged, change.patch) : merged;
  return { object, changed: applied.next !== undefined };
}

function schemaOf({ apiVersion, schemaFor }: FieldManagerOptions): MergeSchema {
  return schemaFor(apiVersion) ?? untypedDeduced;
}

function emptyObject({ apiVersion, kind }: FieldManagerOptions): JsonObject {
  return { apiVersion, kind };
}

function identityOf(
  manager: string,
  operation: 'Apply' | 'Update',
  { apiVersion, subresource }: FieldManagerOptions,
): ManagerIdentity {
  return managerIdentity({ manager: manager === '' ? 'unknown' : manager, operation, apiVersion, subresource });
}

function contextOf(options: FieldManagerOptions): MergeContext {
  const convert =
    options.convert ?? ((object: JsonObject, apiVersion: string): JsonObject => ({ ...object, apiVersion }));
  return {
    apiVersion: options.apiVersion,
    convert: (object, apiVersion) => {
      const schema = options.schemaFor(apiVersion);
      if (schema === undefined && options.unknownVersion !== undefined)
        throw new TypedValidationError([{ path: '', message: options.unknownVersion(apiVersion) }]);
      const value = isJsonObject(object.value) && schema !== undefined ? convert(object.value, apiVersion) : undefined;
      if (schema === undefined || value === undefined) return undefined;
      if (options.convertedMayMisfit !== true) validateTyped(value, schema);
      return { value, schema };
    },
    keepSettable: options.keepSettable ?? ((set) => set),
  };
}

function startingManagers(
  { live, next }: { readonly live?: KubeObject | undefined; readonly next: KubeObject },
  isSubresource: boolean,
): Managers {
  const ofLive = (): Managers => parseManagers(live?.metadata.managedFields);
  const entries = next.metadata.managedFields;
  if (isSubresource || entries === undefined) return ofLive();
  if (isReset(entries)) return new Map();
  const managers = parseManagers(entries);
  return managers.size === 0 ? ofLive() : managers;
}

function isReset(entries: readonly ManagedFieldsEntry[]): boolean {
  const [only] = entries;
  return only === undefined || (entries.length === 1 && Object.keys(only).length === 0);
}

/** Fields that exist without any manager belong to `before-first-apply`, so that an apply cannot take them silently. */
function managersBeforeApply(
  liveObject: KubeObject | undefined,
  live: JsonObject,
  options: FieldManagerOptions,
): Managers {
  const managers = parseManagers(liveObject?.metadata.managedFields);
  if (managers.size > 0 || liveObject === undefined) return managers;
  const empty = options.emptyObject === undefined ? emptyObject(options) : asJson(options.emptyObject);
  const failure = {
    prefix: 'failed to create manager for existing fields: failed to convert new object',
    suffix: ' to smd typed',
  };
  return requireFitting({ live, options, failure }, () =>
    recordUpdate({ live: empty, next: live, managers, manager: 'before-first-apply' }, options),
  );
}

interface RecordedUpdate {
  readonly live: JsonObject;
  readonly next: JsonObject;
  readonly managers: Managers;
  readonly manager: string;
}

function recordUpdate(change: RecordedUpdate, options: FieldManagerOptions): Managers {
  const writer = identityOf(change.manager, 'Update', options);
  const schema = schemaOf(options);
  if (options.mayMisfit === true)
    for (const object of [change.next, change.live]) validateTyped(object, schema, { allowDuplicates: true });
  // The operation has an entry of its own at first, so that it never loses what its manager owned before.
  const operation: ManagerIdentity = { ...writer, manager: '\u0000current-operation' };
  const updated = updateManagers(
    {
      live: { value: change.live, schema },
      next: { value: change.next, schema },
      managers: change.managers,
      writer: operation,
    },
    contextOf(options),
  );
  return capUpdateManagers(adoptOperation(stripUnowned(updated, operation), operation, writer, options.now));
}

/** Of objects that do not fit their schema, such as those with list items without a key, nothing is owned. */
function tryRecord(change: RecordedUpdate, options: FieldManagerOptions): Managers | undefined {
  try {
    return recordUpdate(change, options);
  } catch (error) {
    if (error instanceof TypedValidationError || error instanceof VersionMisfitError) return undefined;
    throw error;
  }
}

function adoptOperation(
  managers: Managers,
  operation: ManagerIdentity,
  writer: ManagerIdentity,
  now: string,
): Managers {
  const written = managers.get(managerId(operation));
  if (written === undefined) return managers;
  const result = new Map(managers);
  result.delete(managerId(operation));
  const before = result.get(managerId(writer))?.set ?? emptyFieldSet;
  result.set(managerId(writer), { ...written, identity: writer, set: unionSets(written.set, before), time: now });
  return result;
}

function stripUnowned(managers: Managers, identity: ManagerIdentity): Managers {
  const id = managerId(identity);
  const managed = managers.get(id);
  if (managed === undefined) return managers;
  const set = subtractSet(managed.set, UNOWNED);
  const result = new Map(managers);
  if (isEmptyFieldSet(set)) result.delete(id);
  else result.set(id, { ...managed, set });
  return result;
}

function stampApplier(managers: Managers, applier: ManagerIdentity, now: string | undefined): Managers {
  const id = managerId(applier);
  const managed = managers.get(id);
  return managed === undefined || now === undefined ? managers : new Map(managers).set(id, { ...managed, time: now });
}

/** Keeps at most ten update managers: the oldest ones of a version are gathered under one name. */
function capUpdateManagers(managers: Managers): Managers {
  const updaters = [...managers.values()].filter(({ identity }) => identity.operation === 'Update');
  let excess = updaters.length - MAX_UPDATE_MANAGERS;
  if (excess <= 0) return managers;
  updaters.sort(
    (a, b) => secondsOf(a.time) - secondsOf(b.time) || (managerId(a.identity) < managerId(b.identity) ? -1 : 1),
  );
  const result = new Map(managers);
  const firstOfVersion = new Map<string, ManagedSet>();
  for (const managed of updaters) {
    if (excess <= 0) break;
    const first = firstOfVersion.get(managed.apiVersion);
    if (first === undefined) firstOfVersion.set(managed.apiVersion, managed);
    else {
      gatherAncient(result, first, managed);
      excess--;
    }
  }
  return result;
}

function gatherAncient(managers: Map<string, ManagedSet>, first: ManagedSet, managed: ManagedSet): void {
  const { apiVersion } = managed;
  const identity = managerIdentity({ manager: 'ancient-changes', operation: 'Update', apiVersion });
  const bucket = managers.get(managerId(identity)) ?? first;
  managers.delete(managerId(first.identity));
  managers.delete(managerId(managed.identity));
  managers.set(managerId(identity), { ...managed, identity, set: unionSets(managed.set, bucket.set) });
}

function validatePatch(config: TypedValue, patch: KubeObject): void {
  try {
    validateTyped(config.value, config.schema);
  } catch (error) {
    if (!(error instanceof TypedValidationError)) throw error;
    throw new TypedPatchError(`failed to create typed patch object (${describeObject(patch)}): ${error.message}`, {
      cause: error,
    });
  }
}

interface FittingLive {
  readonly live: JsonObject;
  readonly options: FieldManagerOptions;
  /** What goes around the object in the error. */
  readonly failure: { readonly prefix: string; readonly suffix: string };
}

/** Does what stands on the live object fitting its schema. @throws TypedPatchError when it does not. */
function requireFitting<T>({ live, options, failure }: FittingLive, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof VersionMisfitError) throw new TypedPatchError(error.message, { cause: error });
    if (!(error instanceof TypedValidationError)) throw error;
    const object = live as unknown as KubeObject; // As it is stored.
    const why = violationsOf(live, schemaOf(options)) ?? error.message;
    throw new TypedPatchError(`${failure.prefix} (${describeObject(object)})${failure.suffix}: ${why}`, {
      cause: error,
    });
  }
}

function violationsOf(value: JsonObject, schema: MergeSchema): string | undefined {
  try {
    validateTyped(value, schema, { allowDuplicates: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `namespace/name; group/version, Kind=Kind`, as the API server names the object. */
function describeObject({ apiVersion, kind, metadata }: KubeObject): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  // A patch may have anything as its metadata, or none.
  const given = metadata as Partial<KubeObject['metadata']> | null | undefined;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return `${text(given?.namespace)}/${text(given?.name)}; ${group ?? ''}/${version ?? ''}, Kind=${kind}`;
}

/** The fields that the last client-side apply set and that still have the value it gave them. */
function lastAppliedFields(live: KubeObject, options: FieldManagerOptions): FieldSet | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  const lastApplied = text === undefined ? undefined : tryParse(text);
  if (!isJsonObject(lastApplied) || lastApplied['apiVersion'] !== options.apiVersion) return undefined;
  const schema = schemaOf(options);
  const last = { value: lastApplied, schema };
  const { modified, added, removed } = compareTyped(last, { value: asJson(withoutManagedFields(live)), schema });
  return subtractSet(subtractSet(subtractSet(toFieldSet(last), modified), added), removed);
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function refreshLastApplied(object: KubeObject, patch: KubeObject): KubeObject {
  if ((object.metadata.annotations?.[LAST_APPLIED] ?? '') === '') return object;
  const { [LAST_APPLIED]: _dropped, ...annotations } = patch.metadata.annotations ?? {};
  const metadata = { ...patch.metadata, ...(patch.metadata.annotations === undefined ? {} : { annotations }) };
  const lastApplied = `${JSON.stringify(sortKeys(asJson({ ...patch, metadata })))}\n`;
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [LAST_APPLIED]: lastApplied } },
  };
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => sortKeys(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, field === undefined ? undefined : sortKeys(field)]),
  );
}

function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _dropped, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function withManagers(object: KubeObject, managers: Managers): KubeObject {
  const managedFields = renderManagers(managers);
  return managedFields === undefined ? object : { ...object, metadata: { ...object.metadata, managedFields } };
}
