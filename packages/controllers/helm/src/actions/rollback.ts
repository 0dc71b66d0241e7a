import { LocatedError } from '@gotk/located-error';
import { deleteResources } from '../resources/delete-resources.js';
import { ownResources } from '../resources/ownership.js';
import type { Resource } from '../resources/resource.js';
import { updateResources } from '../resources/update-resources.js';
import { waitForResources } from '../resources/wait-for-resources.js';
import { goTimeText } from '../storage/go-time.js';
import { type Release, withStatus } from '../storage/release.js';
import type { ActionContext, ChangeOptions } from './action-context.js';
import { ActionError, messageOf } from './action-error.js';
import { buildRevision } from './build-revision.js';
import { executeHooks, HookFailure } from './execute-hooks.js';
import { recordRelease } from './record-release.js';

export interface RollbackOptions extends ChangeOptions {
  /** The revision to go back to. */
  readonly version: number;
  /** `auto`: as that revision. */
  readonly serverSideApply: 'enabled' | 'disabled' | 'auto';
}

/**
 * Makes a new revision of what an earlier one was.
 * @throws ActionError when the new revision was stored; anything else before that.
 */
export async function rollBackRelease(options: RollbackOptions, context: ActionContext): Promise<Release> {
  const { name, maxHistory } = options;
  const { log, storage } = context;
  log.add('preparing rollback', { name });
  const { current, target } = await prepare(options, context);
  log.add('creating rolled back release', { name });
  await storage.create(target, maxHistory);
  log.add('performing rollback', { name });
  const deployed = await perform({ options, current, target }, context);
  log.add('updating status for rolled back release', { name });
  await storage.update(deployed);
  return deployed;
}

interface Revisions {
  readonly current: Release;
  readonly target: Release;
}

async function prepare(options: RollbackOptions, { storage, log, nowMs }: ActionContext): Promise<Revisions> {
  const { name, version } = options;
  const current = await storage.last(name);
  if (current === undefined) throw new LocatedError({ code: 'release-missing', message: 'release: not found' });
  const previous = await storage.get(name, version);
  if (previous === undefined) {
    throw new LocatedError({ code: 'release-missing', message: `release has no ${version} version` });
  }
  log.add('rolling back', { name, currentVersion: current.version, targetVersion: version });
  const isServerSide =
    options.serverSideApply === 'auto' ? previous.applyMethod === 'ssa' : options.serverSideApply === 'enabled';
  const target: Release = {
    ...previous,
    namespace: current.namespace,
    version: current.version + 1,
    info: {
      firstDeployed: current.info.firstDeployed,
      lastDeployed: goTimeText(nowMs()),
      deleted: undefined,
      description: `Rollback to ${version}`,
      status: 'pending-rollback',
      // Helm 4.2 does not say it yet.
      rollbackRevision: 0,
      notes: previous.info.notes,
    },
    applyMethod: isServerSide ? 'ssa' : 'csa',
  };
  return { current, target };
}

interface Performance extends Revisions {
  readonly options: RollbackOptions;
}

async function perform(performance: Performance, context: ActionContext): Promise<Release> {
  const { options, current } = performance;
  let { target } = performance;
  try {
    const originals = await buildRevision(current, 'current', context);
    const targets = ownResources(await buildRevision(target, 'new', context), target);
    target = await runHooks(target, 'pre-rollback', { options, context });
    await applyAll({ ...performance, target, originals, targets }, context);
    await waitOrFail(targets, { ...performance, target }, context);
    target = await runHooks(target, 'post-rollback', { options, context });
    await supersedeDeployed(current.name, context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof ActionError) throw error;
    const release = error instanceof HookFailure ? error.release : target;
    throw new ActionError(messageOf(error), { release, cause: error });
  }
  return withStatus(target, 'deployed');
}

async function runHooks(
  release: Release,
  event: 'pre-rollback' | 'post-rollback',
  { options, context }: { readonly options: RollbackOptions; readonly context: ActionContext },
): Promise<Release> {
  if (options.disableHooks) {
    if (event === 'pre-rollback') context.log.add('rollback hooks disabled', { name: release.name });
    return release;
  }
  return executeHooks(release, { ...options, event, serverSideApply: release.applyMethod === 'ssa' }, context);
}

async function applyAll(
  {
    options,
    current,
    target,
    originals,
    targets,
  }: Performance & { readonly originals: readonly Resource[]; readonly targets: readonly Resource[] },
  context: ActionContext,
): Promise<void> {
  const isServerSide = target.applyMethod === 'ssa';
  const { created, error } = await updateResources(originals, targets, {
    context,
    options: {
      mode: isServerSide ? { kind: 'server', forceConflicts: true } : { kind: 'client' },
      forceReplace: options.force && !isServerSide,
      threeWayForUnstructured: false,
      adoptClientFields: true,
    },
  });
  if (error === undefined) return;
  const message = `Rollback ${JSON.stringify(target.name)} failed: ${error.message}`;
  context.log.add(`warning: ${message}`);
  const failed = withStatus(target, 'failed', message);
  await recordRelease(withStatus(current, 'superseded'), context);
  await recordRelease(failed, context);
  if (options.cleanupOnFail) await cleanUp(created, { failed, error }, context);
  throw new ActionError(error.message, { release: failed, cause: error });
}

async function cleanUp(
  created: readonly Resource[],
  { failed, error }: { readonly failed: Release; readonly error: Error },
  context: ActionContext,
): Promise<void> {
  context.log.add('cleanup on fail set, cleaning up resources', { count: created.length });
  const failures = await deleteResources(created, 'Background', context);
  if (failures.length > 0) {
    const problems = failures.map(({ message }) => message).join(', ');
    const what = 'an error occurred while cleaning up resources. original rollback error';
    throw new ActionError(`${what}: unable to cleanup resources: ${problems}`, { release: failed, cause: error });
  }
  context.log.add('resource cleanup complete');
}

async function waitOrFail(
  targets: readonly Resource[],
  { options, current, target }: Performance,
  context: ActionContext,
): Promise<void> {
  try {
    await waitForResources(targets, { ...options, jobs: options.waitForJobs }, context);
  } catch (error) {
    context.signal.throwIfAborted();
    const text = messageOf(error);
    const failed = withStatus(target, 'failed', `Release ${JSON.stringify(target.name)} failed: ${text}`);
    await recordRelease(current, context);
    await recordRelease(failed, context);
    throw new ActionError(`release ${target.name} failed: ${text}`, { release: failed, cause: error });
  }
}

async function supersedeDeployed(name: string, context: ActionContext): Promise<void> {
  for (const release of await context.storage.deployed(name)) {
    context.log.add('superseding previous deployment', { version: release.version });
    await recordRelease(withStatus(release, 'superseded'), context);
  }
}
