import { jsonEqual } from '@gotk/json';
import { ensureNamedFields } from '../field-set/ensure-named-fields.js';
import {
  emptyFieldSet,
  type FieldSet,
  intersectSets,
  isEmptyFieldSet,
  subtractSet,
  unionSets,
} from '../field-set/field-set.js';
import type { MergeSchema } from '../schema/merge-schema.js';
import type { TypedValue } from '../typed/atom.js';
import { type Comparison, compareTyped } from '../typed/compare.js';
import { mergeTyped } from '../typed/merge.js';
import { reconcileFieldSet } from '../typed/reconcile-schema.js';
import { removeItems } from '../typed/remove-items.js';
import { toFieldSet } from '../typed/to-field-set.js';
import { TypedValidationError } from '../typed/validation-error.js';
import { ApplyConflictError, conflictsIn } from './conflict.js';
import { compareManaged, type ManagedSet, type ManagerIdentity, type Managers, managerId } from './managers.js';

/** How the merge reads objects in the versions in which managers wrote them. */
export interface MergeContext {
  /** The version of the objects given. */
  readonly apiVersion: string;
  /**
   * The same object in another version; `undefined` when that version is no longer served.
   * @throws TypedValidationError when it does not fit that version's schema.
   */
  convert(object: TypedValue, apiVersion: string): TypedValue | undefined;
  /** Drops the fields that this request cannot set (status, or everything but status). */
  keepSettable(set: FieldSet): FieldSet;
}

/** An object that does not fit the schema of another version, in which somebody owns fields of it. */
export class VersionMisfitError extends Error {
  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.name = 'VersionMisfitError';
  }
}

/** Converts, and tells what was to be converted where that fails. @throws VersionMisfitError */
function converted(
  object: TypedValue,
  { context, apiVersion, failure }: { context: MergeContext; apiVersion: string; failure: string },
): TypedValue | undefined {
  try {
    return context.convert(object, apiVersion);
  } catch (error) {
    if (!(error instanceof TypedValidationError)) throw error;
    throw new VersionMisfitError(`${failure}${error.message}`, { cause: error });
  }
}

/**
 * Ownership after a write that replaced the object: the writer owns what it added or changed, others lose what was changed or removed.
 */
export function updateManagers(
  change: {
    readonly live: TypedValue;
    readonly next: TypedValue;
    readonly managers: Managers;
    readonly writer: ManagerIdentity;
  },
  context: MergeContext,
): Managers {
  const reconciled = reconcileManagers(change.live, change.managers, context);
  const { managers, comparison } = transferOwnership({ ...change, managers: reconciled, force: true }, context);
  const id = managerId(change.writer);
  const before = managers.get(id)?.set ?? emptyFieldSet;
  const written = unionSets(unionSets(subtractSet(before, comparison.removed), comparison.modified), comparison.added);
  return withSet(managers, {
    identity: change.writer,
    apiVersion: context.apiVersion,
    set: context.keepSettable(written),
  });
}

/**
 * Server-side apply: the config merged into the live object, fields that the applier no longer sets removed where nobody else owns them.
 *
 * @returns `next` is `undefined` when nothing changed.
 * @throws ApplyConflictError without `force`; TypedValidationError; VersionMisfitError.
 */
export function applyConfig(
  change: {
    readonly live: TypedValue;
    readonly config: TypedValue;
    readonly managers: Managers;
    readonly applier: ManagerIdentity;
    readonly force: boolean;
  },
  context: MergeContext,
): { readonly next: TypedValue | undefined; readonly managers: Managers } {
  const { live, config, applier, force } = change;
  const reconciled = reconcileManagers(live, change.managers, context);
  const merged = mergeTyped(live, config);
  const id = managerId(applier);
  const last = reconciled.get(id);
  const set = context.keepSettable(toFieldSet(config));
  const managers = new Map(reconciled).set(id, {
    identity: applier,
    apiVersion: context.apiVersion,
    set,
    ...timeOf(last),
  });
  const next = setsAllOf(last, set, { managers, schema: config.schema, context })
    ? merged
    : pruneUnset(merged, managers, last, context);
  const transferred = transferOwnership({ live, next, managers, writer: applier, force }, context);
  return { next: jsonEqual(live.value, next.value) ? undefined : next, managers: transferred.managers };
}

/**
 * Whether the applier sets everything again that it owned: then nothing goes. What is set comes from a config, so that whatever lies
 * above a field of it is set, too; other versions may see that differently.
 */
function setsAllOf(
  last: ManagedSet | undefined,
  set: FieldSet,
  {
    managers,
    schema,
    context,
  }: { readonly managers: Managers; readonly schema: MergeSchema; readonly context: MergeContext },
): boolean {
  if (last === undefined) return false;
  for (const { apiVersion } of [last, ...managers.values()]) if (apiVersion !== context.apiVersion) return false;
  return isEmptyFieldSet(subtractSet(ensureNamedFields(last.set, schema), ensureNamedFields(set, schema)));
}

function timeOf(managed: ManagedSet | undefined): { readonly time?: string } {
  return managed?.time === undefined ? {} : { time: managed.time };
}

function withSet(managers: Managers, managed: ManagedSet): Managers {
  const id = managerId(managed.identity);
  const result = new Map(managers);
  if (isEmptyFieldSet(managed.set)) result.delete(id);
  else result.set(id, { ...timeOf(result.get(id)), ...managed });
  return result;
}

function reconcileManagers(live: TypedValue, managers: Managers, context: MergeContext): Managers {
  const result = new Map<string, ManagedSet>();
  for (const [id, managed] of managers) {
    const versioned = inVersion(live, { apiVersion: managed.apiVersion, context, failure: '' });
    if (versioned !== undefined) result.set(id, { ...managed, set: reconcileFieldSet(managed.set, versioned.schema) });
  }
  return result;
}

function inVersion(
  object: TypedValue,
  how: { context: MergeContext; apiVersion: string; failure: string },
): TypedValue | undefined {
  return how.apiVersion === how.context.apiVersion ? object : converted(object, how);
}

function transferOwnership(
  change: {
    readonly live: TypedValue;
    readonly next: TypedValue;
    readonly managers: Managers;
    readonly writer: ManagerIdentity;
    readonly force: boolean;
  },
  context: MergeContext,
): { readonly managers: Managers; readonly comparison: Comparison } {
  const compareIn = comparisonsByVersion(change.live, change.next, context);
  const comparison = compareIn(context.apiVersion) ?? {
    removed: emptyFieldSet,
    modified: emptyFieldSet,
    added: emptyFieldSet,
  };
  const writerId = managerId(change.writer);
  const result = new Map<string, ManagedSet>();
  const conflicting: { readonly manager: ManagerIdentity; readonly set: FieldSet }[] = [];
  for (const [id, managed] of change.managers) {
    if (id === writerId) {
      if (!isEmptyFieldSet(managed.set)) result.set(id, managed);
      continue;
    }
    const compared = compareIn(managed.apiVersion);
    if (compared === undefined) continue;
    const conflict = intersectSets(managed.set, unionSets(compared.modified, compared.added));
    if (!isEmptyFieldSet(conflict)) conflicting.push({ manager: managed.identity, set: conflict });
    const left = subtractSet(subtractSet(managed.set, conflict), compared.removed);
    if (!isEmptyFieldSet(left)) result.set(id, { ...managed, set: left });
  }
  if (!change.force && conflicting.length > 0)
    throw new ApplyConflictError(conflictsIn(sortByManager(conflicting, change.managers)));
  return { managers: result, comparison };
}

function sortByManager<T extends { readonly manager: ManagerIdentity }>(
  sets: readonly T[],
  managers: Managers,
): readonly T[] {
  const entryOf = ({ manager }: T): ManagedSet =>
    managers.get(managerId(manager)) ?? { identity: manager, apiVersion: '', set: emptyFieldSet };
  return [...sets].sort((a, b) => compareManaged(entryOf(a), entryOf(b)));
}

/** Compares once in each version; `undefined` where a version is no longer served. */
function comparisonsByVersion(
  live: TypedValue,
  next: TypedValue,
  context: MergeContext,
): (apiVersion: string) => Comparison | undefined {
  const known = new Map<string, Comparison | undefined>();
  return (apiVersion) => {
    if (!known.has(apiVersion)) known.set(apiVersion, compareInVersion(live, next, apiVersion, context));
    return known.get(apiVersion);
  };
}

function compareInVersion(
  live: TypedValue,
  next: TypedValue,
  apiVersion: string,
  context: MergeContext,
): Comparison | undefined {
  const old = inVersion(live, { apiVersion, context, failure: 'failed to convert old object: ' });
  const wanted = inVersion(next, { apiVersion, context, failure: 'failed to convert new object: ' });
  if (old === undefined || wanted === undefined) return undefined;
  const { removed, modified, added } = compareTyped(old, wanted);
  return {
    removed: context.keepSettable(removed),
    modified: context.keepSettable(modified),
    added: context.keepSettable(added),
  };
}

const PRUNING = 'failed to prune fields: ';

/** Takes away what the applier set before and no longer sets, unless somebody owns it still. */
function pruneUnset(
  merged: TypedValue,
  managers: Managers,
  last: ManagedSet | undefined,
  context: MergeContext,
): TypedValue {
  if (last === undefined || isEmptyFieldSet(last.set)) return merged;
  const failure = `${PRUNING}failed to convert merged object to last applied version: `;
  const versioned = inVersion(merged, { apiVersion: last.apiVersion, context, failure });
  if (versioned === undefined) return merged;
  const lastSet = ensureNamedFields(last.set, versioned.schema);
  const pruned = addBackOwned(versioned, removeItems(versioned, lastSet), { last, managers, context });
  const kept = addBackDangling(versioned, pruned, lastSet);
  return last.apiVersion === context.apiVersion
    ? kept
    : (converted(kept, { apiVersion: context.apiVersion, context, failure: PRUNING }) ?? merged);
}

function addBackOwned(
  merged: TypedValue,
  pruned: TypedValue,
  {
    last,
    managers,
    context,
  }: { readonly last: ManagedSet; readonly managers: Managers; readonly context: MergeContext },
): TypedValue {
  const byVersion = new Map<string, FieldSet>();
  for (const { apiVersion, set } of managers.values())
    byVersion.set(apiVersion, unionSets(byVersion.get(apiVersion) ?? emptyFieldSet, set));
  const versions = [...byVersion.keys()].sort((a, b) => Number(b === last.apiVersion) - Number(a === last.apiVersion));
  let result = pruned;
  for (const version of versions) {
    const toVersion = (which: string): Parameters<typeof converted>[1] => {
      const failure = `${PRUNING}failed add back owned items: failed to convert ${which} object at version ${version}: `;
      return { apiVersion: version, context, failure };
    };
    const object = version === last.apiVersion ? merged : converted(merged, toVersion('merged'));
    const current = version === last.apiVersion ? result : converted(result, toVersion('pruned'));
    if (object === undefined || current === undefined) continue;
    const restored = addBackOwnedInVersion(object, current, byVersion.get(version) ?? emptyFieldSet);
    result = version === last.apiVersion ? restored : (context.convert(restored, last.apiVersion) ?? result);
  }
  return result;
}

function addBackOwnedInVersion(merged: TypedValue, pruned: TypedValue, managed: FieldSet): TypedValue {
  const { schema } = merged;
  const mergedSet = ensureNamedFields(toFieldSet(merged), schema);
  const wanted = unionSets(ensureNamedFields(toFieldSet(pruned), schema), ensureNamedFields(managed, schema));
  return removeItems(merged, subtractSet(mergedSet, wanted));
}

/** What went only because something above it went, and was never the applier's, stays. */
function addBackDangling(merged: TypedValue, pruned: TypedValue, lastSet: FieldSet): TypedValue {
  const { schema } = merged;
  const mergedSet = ensureNamedFields(toFieldSet(merged), schema);
  const prunedSet = ensureNamedFields(toFieldSet(pruned), schema);
  return removeItems(merged, intersectSets(subtractSet(mergedSet, prunedSet), lastSet));
}
