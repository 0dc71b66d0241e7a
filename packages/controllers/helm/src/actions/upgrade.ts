import { LocatedError } from '@gotk/located-error';
import { buildResources } from '../resources/build-resources.js';
import { deleteResources } from '../resources/delete-resources.js';
import { findAdoptable, ownResources } from '../resources/ownership.js';
import { type Resource, resourceId } from '../resources/resource.js';
import { updateResources } from '../resources/update-resources.js';
import { waitForResources } from '../resources/wait-for-resources.js';
import { goTimeText } from '../storage/go-time.js';
import { isPending, type Release, withStatus } from '../storage/release.js';
import type { ActionContext, ChangeOptions } from './action-context.js';
import { ActionError, messageOf } from './action-error.js';
import { buildRevision } from './build-revision.js';
import { executeHooks, HookFailure } from './execute-hooks.js';
import type { RenderOptions } from './install.js';
import { recordRelease } from './record-release.js';
import { jsonOfValues, renderReleaseChart, storedChart, storedHooks } from './render-release-chart.js';
import { reuseValues } from './reuse-values.js';

export interface UpgradeOptions extends RenderOptions, ChangeOptions {
  /** `auto`: as the last revision. */
  readonly serverSideApply: 'enabled' | 'disabled' | 'auto';
  readonly takeOwnership: boolean;
  readonly preserveValues: boolean;
}

/**
 * Upgrades a release to a chart and values.
 * @throws ActionError when the new revision was stored; anything else before that.
 */
export async function upgradeRelease(options: UpgradeOptions, context: ActionContext): Promise<Release> {
  const { name, maxHistory } = options;
  const { log, storage } = context;
  const serverSideApply = await resolveServerSideApply(options, context);
  log.add('preparing upgrade', { name });
  const { current, upgraded } = await prepare({ ...options, serverSideApply }, context);
  log.add('performing update', { name });
  const change = await planChange(current, upgraded, { options, context });
  log.add('creating upgraded release', { name });
  await storage.create(upgraded, maxHistory);
  const deployed = await perform({ ...change, options, serverSideApply, current, upgraded }, context);
  log.add('updating status for upgraded release', { name });
  await storage.update(deployed);
  return deployed;
}

async function resolveServerSideApply(options: UpgradeOptions, { storage }: ActionContext): Promise<boolean> {
  if (options.serverSideApply !== 'auto') return options.serverSideApply === 'enabled';
  const last = await storage.last(options.name);
  if (last === undefined) throw noDeployedReleases(options.name);
  return last.applyMethod === 'ssa';
}

interface Revisions {
  /** What is deployed, or what came nearest to it. */
  readonly current: Release;
  readonly upgraded: Release;
}

type ResolvedOptions = Omit<UpgradeOptions, 'serverSideApply'> & { readonly serverSideApply: boolean };

async function prepare(options: ResolvedOptions, context: ActionContext): Promise<Revisions> {
  const { name, serverSideApply } = options;
  const last = await context.storage.last(name);
  if (last === undefined) throw noDeployedReleases(name);
  if (isPending(last)) {
    const message = 'another operation (install/upgrade/rollback) is in progress';
    throw new LocatedError({ code: 'release-pending', message });
  }
  const current = await currentOf(last, context);
  const { chart, values } = reuseValues(options, current, context);
  const revision = last.version + 1;
  const { namespace } = current;
  const input = { ...options, chart, values, namespace, revision, isUpgrade: true };
  const rendered = await renderReleaseChart(input, context);
  log(context, { serverSideApply, last });
  const upgraded: Release = {
    name,
    namespace,
    version: revision,
    info: {
      firstDeployed: current.info.firstDeployed,
      lastDeployed: goTimeText(context.nowMs()),
      deleted: undefined,
      description: 'Preparing upgrade',
      status: 'pending-upgrade',
      rollbackRevision: 0,
      notes: rendered.notes,
    },
    chart: storedChart(rendered.chart),
    config: jsonOfValues(values),
    manifest: rendered.manifest,
    hooks: storedHooks(rendered),
    labels: last.labels,
    applyMethod: serverSideApply ? 'ssa' : 'csa',
  };
  await buildResources(upgraded.manifest, { ...context, namespace });
  return { current, upgraded };
}

function log(
  context: ActionContext,
  { serverSideApply, last }: { readonly serverSideApply: boolean; readonly last: Release },
): void {
  context.log.add('determined release apply method', {
    server_side_apply: serverSideApply,
    previous_release_apply_method: last.applyMethod,
  });
}

async function currentOf(last: Release, { storage }: ActionContext): Promise<Release> {
  if (last.info.status === 'deployed') return last;
  const [deployed] = await storage.deployed(last.name);
  if (deployed !== undefined) return deployed;
  if (last.info.status === 'failed' || last.info.status === 'superseded') return last;
  throw noDeployedReleases(last.name);
}

interface Change {
  readonly originals: readonly Resource[];
  readonly targets: readonly Resource[];
}

async function planChange(
  current: Release,
  upgraded: Release,
  { options, context }: { readonly options: UpgradeOptions; readonly context: ActionContext },
): Promise<Change> {
  const originals = await buildRevision(current, 'current', context);
  const targets = ownResources(await buildRevision(upgraded, 'new', context), upgraded);
  const known = new Set(originals.map(({ key }) => resourceId(key)));
  const added = targets.filter(({ key }) => !known.has(resourceId(key)));
  const ownership = { ...context, owner: upgraded, takeOwnership: options.takeOwnership };
  const adopted = await findAdoptable(added, ownership).catch((error: unknown) => {
    throw new Error(`unable to continue with update: ${messageOf(error)}`, { cause: error });
  });
  return { originals: [...originals, ...adopted], targets };
}

interface Performance extends Change, Revisions {
  readonly options: UpgradeOptions;
  readonly serverSideApply: boolean;
}

async function perform(performance: Performance, context: ActionContext): Promise<Release> {
  const { options, current, targets } = performance;
  let { upgraded } = performance;
  const created: Resource[] = [];
  const runHooks = async (event: 'pre-upgrade' | 'post-upgrade'): Promise<void> => {
    upgraded = await executeUpgradeHooks(upgraded, event, { ...performance, context });
  };
  // Whatever fails between the hooks leaves the current release recorded once more, as Helm does.
  const restoring = async (run: () => Promise<void>): Promise<void> => {
    await run().catch(async (error: unknown) => {
      context.signal.throwIfAborted();
      await recordRelease(current, context);
      throw error;
    });
  };
  try {
    await runHooks('pre-upgrade');
    await restoring(async () => {
      const result = await applyAll(performance, context);
      created.push(...result.created);
      if (result.error !== undefined) throw result.error;
      await waitForResources(targets, { ...options, jobs: options.waitForJobs }, context);
    });
    await runHooks('post-upgrade');
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof HookFailure) upgraded = error.release;
    return fail(upgraded, { error, created, cleanupOnFail: options.cleanupOnFail }, context);
  }
  await recordRelease(withStatus(current, 'superseded'), context);
  return withStatus(upgraded, 'deployed', 'Upgrade complete');
}

function applyAll(
  { originals, targets, options, serverSideApply, current }: Performance,
  context: ActionContext,
): ReturnType<typeof updateResources> {
  const wasOnClient = current.applyMethod !== 'ssa';
  return updateResources(originals, targets, {
    context,
    options: {
      mode: serverSideApply ? { kind: 'server', forceConflicts: true } : { kind: 'client' },
      forceReplace: options.force && !serverSideApply,
      threeWayForUnstructured: false,
      adoptClientFields: wasOnClient && serverSideApply,
    },
  });
}

async function executeUpgradeHooks(
  release: Release,
  event: 'pre-upgrade' | 'post-upgrade',
  { options, serverSideApply, context }: Performance & { readonly context: ActionContext },
): Promise<Release> {
  if (options.disableHooks) {
    if (event === 'pre-upgrade') context.log.add('upgrade hooks disabled', { name: release.name });
    return release;
  }
  try {
    return await executeHooks(release, { ...options, event, serverSideApply }, context);
  } catch (error) {
    if (!(error instanceof HookFailure)) throw error;
    throw new HookFailure(error.release, new Error(`${event} hooks failed: ${error.message}`, { cause: error }));
  }
}

async function fail(
  release: Release,
  {
    error,
    created,
    cleanupOnFail,
  }: { readonly error: unknown; readonly created: readonly Resource[]; readonly cleanupOnFail: boolean },
  context: ActionContext,
): Promise<never> {
  const { name } = release;
  const text = messageOf(error);
  context.log.add('warning: upgrade failed', { name, error: {} });
  const failed = withStatus(release, 'failed', `Upgrade ${JSON.stringify(name)} failed: ${text}`);
  await recordRelease(failed, context);
  if (cleanupOnFail && created.length > 0) {
    context.log.add('cleanup on fail set', { cleaning_resources: created.length });
    const failures = await deleteResources(created, 'Background', context);
    if (failures.length > 0) {
      const problems = failures.map(({ message }) => message).join(', ');
      const what = 'an error occurred while cleaning up resources. original upgrade error';
      const message = `${what}: ${text}: unable to cleanup resources: ${problems}`;
      throw new ActionError(message, { release: failed, cause: error });
    }
    context.log.add('resource cleanup complete');
  }
  throw new ActionError(text, { release: failed, cause: error });
}

function noDeployedReleases(name: string): LocatedError {
  return new LocatedError({
    code: 'release-missing',
    message: `${JSON.stringify(name)} has no deployed releases`,
  });
}
