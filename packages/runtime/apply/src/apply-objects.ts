import { isApiError, type KubeReader, type KubeWatcher, type KubeWriter } from '@gotk/kube-client';
import { LocatedError, type SourceLocation } from '@gotk/located-error';
import { type KubeObject, keyOf, renderObjectName } from '@gotk/objects';
import { ApplyError, dryRunError, objectError } from './change/apply-error.js';
import type { Change, ChangeAction } from './change/change-set.js';
import { type MetadataSelector, matchesMetadata } from './change/match-metadata.js';
import { isSopsEncrypted, normalizeObject } from './change/normalize-object.js';
import { type CleanupOptions, cleanupPatch } from './cleanup/cleanup-patch.js';
import { migrateApiVersion } from './cleanup/migrate-api-version.js';
import { hasDrifted } from './drift/has-drifted.js';
import {
  type CompiledIgnoreRule,
  compileIgnoreRules,
  type IgnoreRule,
  resolveIgnoredFields,
} from './drift/ignore-rules.js';
import { isImmutableError } from './drift/is-immutable-error.js';
import { type StatusOf, waitForHealth } from './health/wait-for-health.js';
import { waitForTermination } from './health/wait-for-termination.js';
import { mapConcurrently } from './map-concurrently.js';
import { compareApplyOrder } from './order/apply-order.js';
import { splitStages } from './order/split-stages.js';

/** Beyond the first error, so many are looked for. */
const MAX_FURTHER_ERRORS = 20;

/** Remembers what was applied, so that an object that nobody touched since costs one read. */
export interface ApplyMemory {
  /** Whether exactly this object was last applied and the cluster's has had this version since. */
  isApplied(desired: KubeObject, resourceVersion: string): boolean;
  remember(desired: KubeObject, resourceVersion: string): void;
}

export interface ApplyOptions {
  readonly client: KubeReader & KubeWatcher & KubeWriter;
  readonly fieldManager: string;
  /** Computes the health of an object; used between stages. */
  readonly statusOf: StatusOf;
  /** Recreate objects whose immutable fields change. Default false. */
  readonly force?: boolean;
  /** Labels or annotations by which single objects ask to be recreated. */
  readonly forceSelector?: MetadataSelector;
  /** Objects, desired or live, that are left alone. */
  readonly exclusions?: MetadataSelector;
  /** Desired objects that are only ever created. */
  readonly ifNotPresent?: MetadataSelector;
  readonly cleanup?: CleanupOptions;
  /** Objects whose leftovers stay. */
  readonly cleanupExclusions?: MetadataSelector;
  readonly ignore?: readonly IgnoreRule[];
  /** Moves the ownership of fields to the version that is applied before the first dry run. Default false. */
  readonly migratesApiVersion?: boolean;
  /** See {@link splitStages}. */
  readonly customStageKinds?: readonly string[];
  /** Dry runs at once. Default 4. */
  readonly concurrency?: number;
  /** How long a stage may take to become ready. Default 60,000. */
  readonly stageTimeoutMs?: number;
  readonly memory?: ApplyMemory;
  /** Where an object was written, for errors. */
  readonly locate?: (object: KubeObject) => SourceLocation | undefined;
}

/**
 * Server-side applies a set of objects in stages and in order, as Flux does: each is dry-run first, and only what would change is
 * applied. Objects of one stage are checked by dry run before any of them is applied.
 *
 * @returns one change for each object, in the order of application.
 * @throws ApplyError for the first object that fails; its `changes` tell what was done before.
 */
export async function applyObjects(
  objects: readonly KubeObject[],
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<readonly Change[]> {
  refuseEncrypted(objects, options);
  const rules = compileIgnoreRules(options.ignore ?? []);
  const changes: Change[] = [];
  for (const stage of splitStages(objects, options.customStageKinds)) {
    const applied = await applyStage(stage.objects, { options, rules, before: changes }, signal);
    changes.push(...applied);
    if (stage.waits) await waitForStage(applied, { options, before: changes }, signal);
  }
  return changes;
}

function refuseEncrypted(objects: readonly KubeObject[], { locate }: ApplyOptions): void {
  const encrypted = objects.find(isSopsEncrypted);
  if (encrypted === undefined) return;
  const key = keyOf(encrypted);
  const message = `${renderObjectName(key)} is SOPS encrypted, configuring decryption is required for this secret to be reconciled`;
  throw new ApplyError({
    code: 'sops-encrypted',
    key,
    message,
    at: locate?.(encrypted),
    hint: 'Set spec.decryption with provider sops and a Secret that holds the key.',
  });
}

interface StageContext {
  readonly options: ApplyOptions;
  readonly rules: readonly CompiledIgnoreRule[];
  /** Changes of earlier stages. */
  readonly before: readonly Change[];
}

async function applyStage(
  objects: readonly KubeObject[],
  context: StageContext,
  signal: AbortSignal,
): Promise<readonly Change[]> {
  const ordered = objects.map(normalizeObject).sort((a, b) => compareApplyOrder(keyOf(a), keyOf(b)));
  const plans = await withChanges(context.before, () => planStage(ordered, context, signal));
  const done: Change[] = [];
  for (const plan of plans) {
    if (plan.apply !== undefined)
      await withChanges([...context.before, ...done], () => applyPlanned(plan, context, signal));
    done.push({ key: plan.key, action: plan.action });
  }
  return done;
}

async function planStage(
  objects: readonly KubeObject[],
  context: StageContext,
  signal: AbortSignal,
): Promise<readonly Plan[]> {
  const limit = context.options.concurrency ?? 4;
  const tried = new Map<KubeObject, unknown>();
  try {
    return await mapConcurrently(objects, { limit }, async (object) => {
      tried.set(object, undefined);
      return planObject(object, context, signal).catch((error: unknown) => {
        tried.set(object, error);
        throw error;
      });
    });
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    const untried = objects.filter((object) => !tried.has(object));
    const more = await findFurtherErrors(untried, context.options, signal);
    const others = [...tried.values(), ...more].filter(
      (each): each is ApplyError => each instanceof ApplyError && each !== error,
    );
    throw withDetails(error, { others });
  }
}

/** Asks the server about objects that nothing was done to yet, and changes nothing. */
async function findFurtherErrors(
  objects: readonly KubeObject[],
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<readonly ApplyError[]> {
  const errors: ApplyError[] = [];
  await mapConcurrently(objects, { limit: options.concurrency ?? 4 }, async (object) => {
    if (errors.length >= MAX_FURTHER_ERRORS || matchesMetadata(object, options.exclusions ?? [])) return;
    await dryRunApply(object, options, signal).catch((cause: unknown) => {
      errors.push(dryRunError(object, { cause, at: options.locate?.(object) }));
    });
  });
  return errors;
}

function withDetails(
  error: ApplyError,
  details: { readonly changes?: readonly Change[]; readonly others?: readonly ApplyError[] },
): ApplyError {
  const { code, key, message, at, hint, cause, changes, others } = error;
  return new ApplyError({ code: code as 'apply-failed', key, message, at, hint, cause, changes, others, ...details });
}

/** Adds what was done before to an error on its way out. */
async function withChanges<T>(changes: readonly Change[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApplyError) || changes.length === 0) throw error;
    throw withDetails(error, { changes });
  }
}

/** What is to be done with one object. */
interface Plan {
  readonly key: Change['key'];
  readonly action: ChangeAction;
  readonly desired: KubeObject;
  /** What to send; absent when there is nothing to do. */
  readonly apply?: KubeObject;
}

async function planObject(desired: KubeObject, { options, rules }: StageContext, signal: AbortSignal): Promise<Plan> {
  const key = keyOf(desired);
  const { client } = options;
  const live = await findIfAllowed(client, key, signal);
  if (isSkipped(desired, live, options))
    return { key: live === undefined ? key : keyOf(live), action: 'skipped', desired };
  if (
    live?.metadata.resourceVersion !== undefined &&
    options.memory?.isApplied(desired, live.metadata.resourceVersion) === true
  ) {
    return { key: keyOf(live), action: 'unchanged', desired };
  }
  const migrated = live === undefined ? live : await migrateOwnership(desired, live, options, signal);
  const { dryRun, current } = await dryRunOrRecreate(desired, migrated, options, signal);
  const cleaned = current === undefined ? undefined : await cleanUp(desired, current, options, signal);
  const before = cleaned ?? current;
  const appliedKey = keyOf(dryRun);
  if (before === undefined) return { key: appliedKey, action: 'created', desired, apply: desired };
  if (cleaned === undefined && !hasDrifted(before, dryRun, rules)) {
    if (before.metadata.resourceVersion !== undefined)
      options.memory?.remember(desired, before.metadata.resourceVersion);
    return { key: appliedKey, action: 'unchanged', desired };
  }
  const apply =
    rules.length === 0
      ? desired
      : resolveIgnoredFields(desired, { live: before, dryRun, rules, fieldManager: options.fieldManager });
  return { key: appliedKey, action: 'configured', desired, apply };
}

/** The live object with the ownership of its fields in the version that is applied. */
async function migrateOwnership(
  desired: KubeObject,
  live: KubeObject,
  { client, fieldManager, locate, migratesApiVersion = false }: ApplyOptions,
  signal: AbortSignal,
): Promise<KubeObject> {
  const operations = migratesApiVersion ? migrateApiVersion(live, desired.apiVersion) : [];
  if (operations.length === 0) return live;
  try {
    return await client.patch(keyOf(desired), { type: 'json', operations }, { fieldManager }, signal);
  } catch (error) {
    const what = 'failed to migrate API version in managed fields';
    throw objectError('cleanup-failed', { key: keyOf(desired), what, cause: error, at: locate?.(desired) });
  }
}

/** What may not be read, or not now, is taken for absent: the dry run then tells why. */
async function findIfAllowed(
  client: KubeReader,
  key: Change['key'],
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await client.find(key, {}, signal);
  } catch (error) {
    if (isApiError(error)) return undefined;
    throw error;
  }
}

function isSkipped(
  desired: KubeObject,
  live: KubeObject | undefined,
  { exclusions = [], ifNotPresent = [] }: ApplyOptions,
): boolean {
  if (matchesMetadata(desired, exclusions) || matchesMetadata(live, exclusions)) return true;
  return live !== undefined && matchesMetadata(desired, ifNotPresent);
}

async function dryRunOrRecreate(
  desired: KubeObject,
  live: KubeObject | undefined,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<{ readonly dryRun: KubeObject; readonly current: KubeObject | undefined }> {
  try {
    return { dryRun: await dryRunApply(desired, options, signal), current: live };
  } catch (error) {
    const at = options.locate?.(desired);
    if (live === undefined || !isImmutableError(error) || !mayRecreate(desired, live, options))
      throw dryRunError(desired, { cause: error, at });
    await recreateSpace(live, { options, at }, signal);
    try {
      return { dryRun: await dryRunApply(desired, options, signal), current: undefined };
    } catch (again) {
      throw dryRunError(desired, { cause: again, at });
    }
  }
}

function mayRecreate(
  desired: KubeObject,
  live: KubeObject,
  { force = false, forceSelector = [] }: ApplyOptions,
): boolean {
  return force || matchesMetadata(desired, forceSelector) || matchesMetadata(live, forceSelector);
}

/** Deletes the live object and waits until it is gone, finalizers included. */
async function recreateSpace(
  live: KubeObject,
  { options, at }: { readonly options: ApplyOptions; readonly at: SourceLocation | undefined },
  signal: AbortSignal,
): Promise<void> {
  const key = keyOf(live);
  try {
    await options.client.delete(key, { propagation: 'Background' }, signal);
  } catch (error) {
    if (!isApiError(error, 'NotFound'))
      throw objectError('apply-failed', {
        key,
        what: 'immutable field detected, failed to delete object',
        cause: error,
        at,
      });
  }
  await waitForTermination([key], { client: options.client, timeoutMs: options.stageTimeoutMs ?? 60_000 }, signal);
}

function dryRunApply(
  desired: KubeObject,
  { client, fieldManager }: ApplyOptions,
  signal: AbortSignal,
): Promise<KubeObject> {
  return client.apply(desired, { fieldManager, force: true, dryRun: true }, signal);
}

/** @returns the object after the clean-up, or `undefined` when there was nothing to clean. */
async function cleanUp(
  desired: KubeObject,
  live: KubeObject,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const { cleanup, cleanupExclusions = [], client, fieldManager } = options;
  if (cleanup === undefined || matchesMetadata(desired, cleanupExclusions) || matchesMetadata(live, cleanupExclusions))
    return undefined;
  const operations = cleanupPatch(live, cleanup, fieldManager);
  if (operations.length === 0) return undefined;
  try {
    return await client.patch(keyOf(live), { type: 'json', operations }, { fieldManager }, signal);
  } catch (error) {
    throw objectError('cleanup-failed', {
      key: keyOf(live),
      what: 'metadata.managedFields cleanup failed',
      cause: error,
      at: options.locate?.(desired),
    });
  }
}

async function applyPlanned({ apply, desired }: Plan, { options }: StageContext, signal: AbortSignal): Promise<void> {
  const { client, fieldManager, memory } = options;
  const object = apply ?? desired;
  try {
    const applied = await client.apply(object, { fieldManager, force: true }, signal);
    if (applied.metadata.resourceVersion !== undefined) memory?.remember(desired, applied.metadata.resourceVersion);
  } catch (error) {
    throw objectError('apply-failed', {
      key: keyOf(object),
      what: 'apply failed',
      cause: error,
      at: options.locate?.(desired),
    });
  }
}

async function waitForStage(
  applied: readonly Change[],
  { options, before }: { readonly options: ApplyOptions; readonly before: readonly Change[] },
  signal: AbortSignal,
): Promise<void> {
  const keys = applied.map(({ key }) => key);
  try {
    await waitForHealth(
      keys,
      { client: options.client, statusOf: options.statusOf, timeoutMs: options.stageTimeoutMs ?? 60_000 },
      signal,
    );
  } catch (error) {
    const [key] = keys;
    if (!(error instanceof LocatedError) || key === undefined) throw error;
    throw new ApplyError({ code: 'apply-failed', key, message: error.message, cause: error, changes: before });
  }
}
