import { isApiError } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { ActionContext } from '../actions/action-context.js';
import { type ApplyMode, createFunction } from './create-resources.js';
import { adoptClientFields, applyOnServer, patchOnClient, replaceResource } from './patch-resource.js';
import { isSameResource, logNames, type Resource } from './resource.js';

/** How objects that are there already are changed. */
export interface UpdateOptions {
  readonly mode: ApplyMode;
  /** Puts whole objects in place of the old ones; on the client only. */
  readonly forceReplace: boolean;
  /** Looks at the live object also for kinds without strategic merge. */
  readonly threeWayForUnstructured: boolean;
  /** Takes over, as an applier, the fields that were written on the client. */
  readonly adoptClientFields: boolean;
}

/** What became of an update. */
export interface UpdateResult {
  /** Objects that were not there before, even where creating them failed. */
  readonly created: readonly Resource[];
  readonly error: Error | undefined;
}

/** Brings the objects from their original to the target form, and deletes those that are no longer wanted. */
export async function updateResources(
  originals: readonly Resource[],
  targets: readonly Resource[],
  { options, context }: { readonly options: UpdateOptions; readonly context: ActionContext },
): Promise<UpdateResult> {
  const created: Resource[] = [];
  const failures: Error[] = [];
  const create = createFunction(options.mode, context);
  const update = updateFunction(options, context);
  context.log.add('checking resources for changes', { resources: targets.length });
  try {
    for (const target of targets) {
      const live = await findLive(target, context);
      if (live === undefined) {
        created.push(target);
        await createMissing(target, create, context);
        continue;
      }
      const original = originals.find(({ key }) => isSameResource(key, target.key))?.object ?? live;
      await update(original, target).catch((error: unknown) => failures.push(asError(error)));
      context.signal.throwIfAborted();
    }
  } catch (error) {
    context.signal.throwIfAborted();
    return { created, error: asError(error) };
  }
  if (failures.length === 0) failures.push(...(await deleteUnwanted(originals, targets, context)));
  return { created, error: joined(failures) };
}

async function findLive({ key }: Resource, { client, signal }: ActionContext): Promise<KubeObject | undefined> {
  try {
    return await client.get(key, undefined, signal);
  } catch (error) {
    if (isApiError(error, 'NotFound')) return undefined;
    throw new Error(`could not get information about the resource: ${asError(error).message}`, { cause: error });
  }
}

async function createMissing(
  target: Resource,
  create: (resource: Resource) => Promise<void>,
  { log }: ActionContext,
): Promise<void> {
  try {
    await create(target);
  } catch (error) {
    throw new Error(`failed to create resource: ${asError(error).message}`, { cause: error });
  }
  const { namespace = '', name, kind } = target.key;
  log.add('created a new resource', { namespace, name, kind });
}

type UpdateResource = (original: KubeObject, target: Resource) => Promise<void>;

function updateFunction(options: UpdateOptions, context: ActionContext): UpdateResource {
  const { log } = context;
  if (options.forceReplace) {
    log.add('using resource replace update strategy', { fieldValidationDirective: 'Strict' });
    return (original, target) => replaceOne(original, target, context);
  }
  const { mode, threeWayForUnstructured } = options;
  if (mode.kind === 'client') {
    log.add('using client-side apply for resource update', { threeWayMergeForUnstructured: threeWayForUnstructured });
    return (original, target) => patchOnClient(original, target, { ...context, threeWayForUnstructured });
  }
  log.add('using server-side apply for resource update', {
    dryRun: false,
    fieldValidationDirective: 'Strict',
    forceConflicts: mode.forceConflicts,
    upgradeClientSideFieldManager: options.adoptClientFields,
  });
  return (_original, target) => applyOne(target, { ...options, forceConflicts: mode.forceConflicts }, context);
}

async function replaceOne(original: KubeObject, target: Resource, context: ActionContext): Promise<void> {
  try {
    await replaceResource(target, context);
  } catch (error) {
    context.log.add('error replacing the resource', { error: {}, ...logNames(target) });
    throw error;
  }
  const { name, kind } = target.key;
  context.log.add('replace succeeded', { name, initialKind: original.kind, kind });
}

async function applyOne(
  target: Resource,
  options: UpdateOptions & { readonly forceConflicts: boolean },
  context: ActionContext,
): Promise<void> {
  const { log } = context;
  if (options.adoptClientFields && (await adoptClientFields(target, context))) {
    const message = 'Upgraded object client-side field management with server-side apply field management';
    log.add(message, logNames(target));
  }
  try {
    await applyOnServer(target, context, options.forceConflicts);
  } catch (error) {
    log.add('Error patching resource', { error: {}, ...logNames(target) });
    throw error;
  }
  log.add('Patched resource', logNames(target));
}

const RESOURCE_POLICY = 'helm.sh/resource-policy';

async function deleteUnwanted(
  originals: readonly Resource[],
  targets: readonly Resource[],
  context: ActionContext,
): Promise<readonly Error[]> {
  const failures: Error[] = [];
  for (const original of originals) {
    if (targets.some(({ key }) => isSameResource(key, original.key))) continue;
    const failure = await deleteOne(original, context);
    if (failure !== undefined) failures.push(failure);
  }
  return failures;
}

async function deleteOne({ key }: Resource, context: ActionContext): Promise<Error | undefined> {
  const { client, log, signal } = context;
  const { namespace = '', name, kind } = key;
  const subject = { namespace, name, kind };
  log.add('deleting resource', subject);
  try {
    const live = await client.get(key, undefined, signal);
    if (live.metadata.annotations?.[RESOURCE_POLICY] === 'keep') {
      log.add('skipping delete due to annotation', { ...subject, annotation: RESOURCE_POLICY, value: 'keep' });
      return undefined;
    }
  } catch {
    signal.throwIfAborted();
    log.add('unable to get object', { ...subject, error: {} });
    return undefined;
  }
  try {
    await client.delete(key, { propagation: 'Background' }, signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    log.add('failed to delete resource', { ...subject, error: {} });
    if (isApiError(error, 'NotFound')) return undefined;
    const text = asError(error).message;
    return new Error(`failed to delete resource namespace=${namespace}, name=${name}, kind=${kind}: ${text}`);
  }
}

function joined(failures: readonly Error[]): Error | undefined {
  const [first] = failures;
  if (first === undefined || failures.length === 1) return first;
  return new Error(failures.map(({ message }) => message).join(' && '), { cause: first });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
