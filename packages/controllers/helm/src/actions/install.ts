import type { GoMap } from '@gotk/go-template';
import type { Chart, PostRenderer, PostRenderStrategy, ResolveHost } from '@gotk/helm';
import { checkReleaseName } from '@gotk/helm';
import { isApiError } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { buildResources } from '../resources/build-resources.js';
import { type ApplyMode, createResources } from '../resources/create-resources.js';
import { findAdoptable, ownResources } from '../resources/ownership.js';
import { type Resource, resourceOf } from '../resources/resource.js';
import { updateResources } from '../resources/update-resources.js';
import { waitForResources } from '../resources/wait-for-resources.js';
import { goTimeText } from '../storage/go-time.js';
import { type Release, withStatus } from '../storage/release.js';
import type { ActionContext, WaitStrategy } from './action-context.js';
import { ActionError, messageOf } from './action-error.js';
import { executeHooks, HookFailure } from './execute-hooks.js';
import { jsonOfValues, renderReleaseChart, storedChart, storedHooks } from './render-release-chart.js';

/** What every action that renders needs. */
export interface RenderOptions {
  readonly chart: Chart;
  readonly values: GoMap;
  readonly postRenderer: PostRenderer;
  readonly postRenderStrategy: PostRenderStrategy;
  readonly skipSchemaValidation: boolean;
  /** Answers `getHostByName`; without it every host is the empty text. */
  readonly resolveHost: ResolveHost | undefined;
}

export interface InstallOptions extends RenderOptions {
  readonly name: string;
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly serverSideApply: boolean;
  readonly disableHooks: boolean;
  readonly strategy: WaitStrategy;
  readonly waitForJobs: boolean;
  readonly timeoutMs: number;
  readonly takeOwnership: boolean;
  /** Takes the name of a release that was uninstalled or has failed. */
  readonly replace: boolean;
}

/**
 * Installs a chart: renders it, stores the release as pending, runs hooks, creates the objects and waits for them.
 * @throws ActionError when the release was stored; anything else before that.
 */
export async function installRelease(options: InstallOptions, context: ActionContext): Promise<Release> {
  const { name, namespace, takeOwnership } = options;
  await requireName(options, context);
  const pending = await renderPending(options, context);
  const resources = await buildOwned(pending, context);
  const owner = { name, namespace };
  const adopted = await findAdoptable(resources, { ...context, owner, takeOwnership }).catch((error: unknown) => {
    throw wrapped('unable to continue with install', error);
  });
  if (options.createNamespace) await ensureNamespace(options, context);
  const release = options.replace ? await replaceLast(pending, context) : pending;
  await context.storage.create(release);
  return perform(release, { options, resources, adopted }, context);
}

/** A failed name check, as Helm words it. */
async function requireName({ name, replace }: InstallOptions, { storage, log }: ActionContext): Promise<void> {
  const fail = (problem: string): never => {
    log.add('error: release name check failed', { error: {} });
    throw new LocatedError({ code: 'release-name', message: `release name check failed: ${problem}` });
  };
  try {
    checkReleaseName(name);
  } catch (error) {
    fail(`release name ${JSON.stringify(name)}: ${messageOf(error)}`);
  }
  const last = await storage.last(name);
  if (last === undefined) return;
  if (replace && (last.info.status === 'uninstalled' || last.info.status === 'failed')) return;
  fail('cannot reuse a name that is still in use');
}

async function renderPending(options: InstallOptions, context: ActionContext): Promise<Release> {
  const { name, namespace, values, serverSideApply } = options;
  const rendered = await renderReleaseChart({ ...options, revision: 1, isUpgrade: false }, context);
  const now = goTimeText(context.nowMs());
  return {
    name,
    namespace,
    version: 1,
    info: {
      firstDeployed: now,
      lastDeployed: now,
      deleted: undefined,
      description: 'Initial install underway',
      status: 'pending-install',
      rollbackRevision: 0,
      notes: rendered.notes,
    },
    chart: storedChart(rendered.chart),
    config: jsonOfValues(values),
    manifest: rendered.manifest,
    hooks: storedHooks(rendered),
    labels: {},
    applyMethod: serverSideApply ? 'ssa' : 'csa',
  };
}

async function buildOwned(release: Release, context: ActionContext): Promise<readonly Resource[]> {
  const { manifest, namespace } = release;
  const resources = await buildResources(manifest, { ...context, namespace }).catch((error: unknown) => {
    throw wrapped('unable to build kubernetes objects from release manifest', error);
  });
  return ownResources(resources, release);
}

async function ensureNamespace({ namespace, serverSideApply }: InstallOptions, context: ActionContext): Promise<void> {
  const metadata = { name: namespace, labels: { name: namespace } };
  const resource = resourceOf({ apiVersion: 'v1', kind: 'Namespace', metadata });
  const mode: ApplyMode = serverSideApply ? { kind: 'server', forceConflicts: false } : { kind: 'client' };
  try {
    await createResources([resource], mode, context);
  } catch (error) {
    if (!(error instanceof Error && isApiError(rootCause(error), 'AlreadyExists'))) throw error;
  }
}

function rootCause(error: Error): unknown {
  let current: unknown = error;
  while (current instanceof Error && current.cause !== undefined) current = current.cause;
  return current;
}

/** The release as successor of the last one, which is superseded. */
async function replaceLast(release: Release, { storage }: ActionContext): Promise<Release> {
  const last = await storage.last(release.name);
  if (last === undefined) return release;
  if (last.info.status !== 'failed') {
    await storage.update(withStatus(last, 'superseded', 'superseded by new release'));
  }
  return { ...release, version: last.version + 1 };
}

interface Prepared {
  readonly options: InstallOptions;
  readonly resources: readonly Resource[];
  readonly adopted: readonly Resource[];
}

async function perform(release: Release, prepared: Prepared, context: ActionContext): Promise<Release> {
  let current = release;
  const { options, resources } = prepared;
  try {
    current = await runHooks(current, 'pre-install', { options, context });
    await applyAll(prepared, context);
    await waitForResources(resources, { ...options, jobs: options.waitForJobs }, context);
    current = await runHooks(current, 'post-install', { options, context });
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof HookFailure) current = error.release;
    const failed = withStatus(current, 'failed', `Release ${JSON.stringify(options.name)} failed: ${messageOf(error)}`);
    await context.storage.update(failed).catch(() => context.signal.throwIfAborted());
    throw new ActionError(messageOf(error), { release: failed, cause: error });
  }
  const deployed = withStatus(current, 'deployed', 'Install complete');
  try {
    await context.storage.update(deployed);
  } catch {
    context.signal.throwIfAborted();
    context.log.add('error: failed to record the release', { error: {} });
  }
  return deployed;
}

async function applyAll({ options, resources, adopted }: Prepared, context: ActionContext): Promise<void> {
  if (resources.length === 0) return;
  const { serverSideApply, takeOwnership } = options;
  if (adopted.length === 0) {
    const mode: ApplyMode = serverSideApply ? { kind: 'server', forceConflicts: false } : { kind: 'client' };
    return createResources(resources, mode, context);
  }
  const mode: ApplyMode = serverSideApply ? { kind: 'server', forceConflicts: true } : { kind: 'client' };
  const { error } = await updateResources(adopted, resources, {
    context,
    options: {
      mode,
      forceReplace: false,
      threeWayForUnstructured: takeOwnership && !serverSideApply,
      adoptClientFields: true,
    },
  });
  if (error !== undefined) throw error;
}

async function runHooks(
  release: Release,
  event: 'pre-install' | 'post-install',
  { options, context }: { readonly options: InstallOptions; readonly context: ActionContext },
): Promise<Release> {
  if (options.disableHooks) return release;
  try {
    return await executeHooks(release, { ...options, event }, context);
  } catch (error) {
    if (!(error instanceof HookFailure)) throw error;
    throw new HookFailure(error.release, new Error(`failed ${event}: ${error.message}`, { cause: error }));
  }
}

function wrapped(what: string, cause: unknown): LocatedError {
  const at = cause instanceof LocatedError ? cause.at : undefined;
  return new LocatedError({ code: 'install', message: `${what}: ${messageOf(cause)}`, at, cause });
}
