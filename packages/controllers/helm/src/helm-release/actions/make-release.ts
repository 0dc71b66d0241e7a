import { renderMs } from '@gotk/duration';
import type { ActionContext } from '../../actions/action-context.js';
import { messageOf } from '../../actions/action-error.js';
import { applyCrds } from '../../actions/apply-crds.js';
import { installRelease, type RenderOptions } from '../../actions/install.js';
import { resolveHost } from '../../actions/resolve-host.js';
import { upgradeRelease } from '../../actions/upgrade.js';
import { originLabels } from '../../group.js';
import { buildPostRenderer } from '../../post-render/build-post-renderer.js';
import { chartNameOf, hasBeenTested, releaseNameOf } from '../../snapshot/snapshot.js';
import { preemptionIn } from '../preemption.js';
import {
  maxHistoryOf,
  releaseNamespaceOf,
  retryIntervalMs,
  shortReleaseNameOf,
  timeoutMs,
  waitStrategyOf,
  releaseNameOf as wantedNameOf,
} from '../release-spec.js';
import { beginAction, type DesiredRelease, type ReleaseWork } from '../release-work.js';
import { eventMetadata, subjectOfChart, subjectOfSnapshot } from './event-metadata.js';
import { ObservedReleases } from './observed-releases.js';
import { recordInventory } from './record-inventory.js';

type MakingAction = 'install' | 'upgrade';

/** How the two ways to make a release are told. */
const TEXTS = {
  install: { succeeded: 'InstallSucceeded', failed: 'InstallFailed' },
  upgrade: { succeeded: 'UpgradeSucceeded', failed: 'UpgradeFailed' },
} as const;

/**
 * Installs or upgrades a release, and tells how it went.
 *
 * @returns the failure, where there was one that left a release behind.
 * @throws the failure where nothing was stored: there is nothing to remediate.
 */
export async function makeRelease(action: MakingAction, work: ReleaseWork, desired: DesiredRelease): Promise<unknown> {
  const { context, progress } = work;
  progress.update({ lastAttemptedReleaseAction: action });
  if (action === 'install') progress.history = [];
  progress.remove('TestSuccess', 'Remediated');
  const observed = new ObservedReleases();
  const helm = beginAction(work, observed.add);
  const startedAtMs = context.nowMs();
  let failure: unknown;
  try {
    await (action === 'install' ? install(work, desired, helm) : upgrade(work, desired, helm));
  } catch (error) {
    context.signal.throwIfAborted();
    failure = error;
  }
  progress.update({ lastAttemptedReleaseActionDuration: renderMs(context.nowMs() - startedAtMs) });
  observed.record(progress, action);
  if (observed.newest !== undefined) await recordInventory(work, observed.newest, desired.chart);
  // A release that is not wanted any more has not failed.
  const isPreempted = preemptionIn(failure) !== undefined;
  if (failure === undefined) tellSuccess(action, work);
  else if (!isPreempted) tellFailure(action, { work, desired, helm, failure });
  progress.summarize();
  if (failure !== undefined && (observed.newest === undefined || isPreempted)) throw failure;
  if (failure !== undefined) progress.countFailureOf(action);
  return failure;
}

async function install({ deps, context }: ReleaseWork, desired: DesiredRelease, helm: ActionContext): Promise<void> {
  const { object } = context;
  const spec = object.spec.install ?? {};
  const serverSideApply = spec.serverSideApply ?? !deps.gates.UseHelm3Defaults;
  const strategy = waitStrategyOf(object, 'install', deps.gates);
  const shared = renderOptions({ deps, context }, desired, spec.disableSchemaValidation);
  await applyCrds(
    { ...desired, policy: spec.crds ?? 'Create', serverSideApply, strategy, labels: originLabels(context.key) },
    helm,
  );
  await installRelease(
    {
      ...shared,
      name: shortReleaseNameOf(object),
      namespace: releaseNamespaceOf(object),
      createNamespace: spec.createNamespace === true && (object.spec.targetNamespace ?? '') !== '',
      serverSideApply,
      disableHooks: spec.disableHooks ?? false,
      strategy,
      waitForJobs: spec.disableWaitForJobs !== true,
      timeoutMs: timeoutMs(object, 'install'),
      takeOwnership: spec.disableTakeOwnership !== true,
      replace: spec.replace ?? false,
    },
    helm,
  );
}

async function upgrade({ deps, context }: ReleaseWork, desired: DesiredRelease, helm: ActionContext): Promise<void> {
  const { object } = context;
  const spec = object.spec.upgrade ?? {};
  const name = shortReleaseNameOf(object);
  const asked = spec.serverSideApply ?? 'auto';
  const isServerSide = asked === 'auto' ? (await helm.storage.last(name))?.applyMethod === 'ssa' : asked === 'enabled';
  const strategy = waitStrategyOf(object, 'upgrade', deps.gates);
  const shared = renderOptions({ deps, context }, desired, spec.disableSchemaValidation);
  const labels = originLabels(context.key);
  await applyCrds({ ...desired, policy: spec.crds ?? 'Create', serverSideApply: isServerSide, strategy, labels }, helm);
  await upgradeRelease(
    {
      ...shared,
      name,
      serverSideApply: asked,
      disableHooks: spec.disableHooks ?? false,
      strategy,
      waitForJobs: spec.disableWaitForJobs !== true,
      timeoutMs: timeoutMs(object, 'upgrade'),
      takeOwnership: spec.disableTakeOwnership !== true,
      preserveValues: spec.preserveValues ?? false,
      force: spec.force ?? false,
      cleanupOnFail: spec.cleanupOnFail ?? false,
      maxHistory: maxHistoryOf(object),
    },
    helm,
  );
}

function renderOptions(
  { deps, context }: Pick<ReleaseWork, 'deps' | 'context'>,
  { chart, values }: DesiredRelease,
  skipSchemaValidation = false,
): RenderOptions {
  const { object } = context;
  const postRenderStrategy = object.spec.postRenderStrategy ?? (deps.gates.UseHelm3Defaults ? 'nohooks' : 'combined');
  return {
    chart,
    values,
    postRenderer: buildPostRenderer(object),
    postRenderStrategy,
    skipSchemaValidation,
    resolveHost: deps.gates.AllowDNSLookups ? resolveHost : undefined,
  };
}

function tellSuccess(action: MakingAction, { deps, context, progress }: ReleaseWork): void {
  const { latest } = progress;
  if (latest === undefined) return;
  const subject = `release ${releaseNameOf(latest)} with chart ${chartNameOf(latest)}`;
  const reason = TEXTS[action].succeeded;
  const message = `Helm ${action} succeeded for ${subject}`;
  progress.mark({ type: 'Released', status: 'True', reason, message });
  if (context.object.spec.test?.enable === true && !hasBeenTested(latest)) {
    const pending = `Helm ${subject} is awaiting tests`;
    progress.mark({ type: 'TestSuccess', status: 'Unknown', reason: 'AwaitingTests', message: pending });
  }
  if (retryIntervalMs(context.object, action, deps.gates) !== undefined) progress.clearFailures();
  context.event({ severity: 'info', reason, message, metadata: eventMetadata(subjectOfSnapshot(latest)) });
}

interface Failed {
  readonly work: ReleaseWork;
  readonly desired: DesiredRelease;
  readonly helm: ActionContext;
  readonly failure: unknown;
}

function tellFailure(action: MakingAction, { work, desired, helm, failure }: Failed): void {
  const { context, progress } = work;
  const { object } = context;
  const { metadata } = desired.chart;
  const subject = `release ${releaseNamespaceOf(object)}/${wantedNameOf(object)} with chart ${metadata.name}@${metadata.version}`;
  const reason = TEXTS[action].failed;
  const message = `Helm ${action} failed for ${subject}: ${messageOf(failure).trim()}`;
  progress.countFailure();
  progress.mark({ type: 'Released', status: 'False', reason, message });
  const ociDigest = progress.fields.lastAttemptedRevisionDigest;
  context.event({
    severity: 'error',
    reason,
    message: helm.log.appendTo(message),
    metadata: eventMetadata(subjectOfChart(desired.chart, { configDigest: desired.configDigest, ociDigest })),
  });
}
