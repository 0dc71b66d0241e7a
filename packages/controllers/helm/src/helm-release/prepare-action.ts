import { summarizeDrift } from '../drift/summarize-drift.js';
import { keepLatest, previousOf, truncateHistory } from '../snapshot/history.js';
import { chartNameOf, isUnchanged, releaseNameOf, type Snapshot } from '../snapshot/snapshot.js';
import { type Choice, type ChoiceFacts, chooseAction } from './choose-action.js';
import type { ReleaseState } from './observe-release-state.js';
import { recoverHistory } from './recover-history.js';
import { areRetriesExhausted, detectsDrift, remediationOf, retryIntervalMs } from './release-spec.js';
import { beginAction, type ReleaseWork } from './release-work.js';
import { takeForceRequest } from './requests.js';

/** What is to be done, besides what {@link chooseAction} can tell. */
export type Decision = Choice | { readonly kind: 'target-missing' };

/** Tells what the state of a release means, and decides what to do about it. */
export async function prepareAction(work: ReleaseWork, state: ReleaseState): Promise<Decision> {
  const { progress } = work;
  const facts = factsOf(work);
  switch (state.kind) {
    case 'in-sync':
      truncate(work);
      if (!facts.forced) tellInSync(work);
      break;
    case 'unmanaged':
      progress.history = await recoverHistory(work);
      break;
    case 'drifted':
      tellDrift(work, state);
      break;
    case 'untested':
      replaceRemediated(work);
      break;
    case 'failed':
      return decideAfterFailure(work, facts, chooseAction(state, facts));
    default:
  }
  return chooseAction(state, facts);
}

function factsOf(work: ReleaseWork): ChoiceFacts {
  const { context, progress } = work;
  const { object } = context;
  const last = progress.fields.lastAttemptedReleaseAction;
  const isExhausted = (action: 'install' | 'upgrade'): boolean =>
    areRetriesExhausted(remediationOf(object, action), progress.failuresOf(action));
  return {
    forced: takeForceRequest(object, progress),
    exhausted: { install: isExhausted('install'), upgrade: isExhausted('upgrade') },
    retries: retriesInstead(work),
    remediation:
      last === undefined
        ? undefined
        : { ...remediationOf(object, last), failures: progress.failuresOf(last), exhausted: isExhausted(last) },
    correctsDrift: object.spec.driftDetection?.mode === 'enabled',
  };
}

/** Whether the last action is retried when it fails, and not remediated. */
function retriesInstead({ deps, context, progress }: ReleaseWork): boolean {
  const last = progress.fields.lastAttemptedReleaseAction;
  return last !== undefined && retryIntervalMs(context.object, last, deps.gates) !== undefined;
}

/** Forgets what no rollback can need any more. */
function truncate(work: ReleaseWork): void {
  const { progress } = work;
  progress.history = retriesInstead(work)
    ? keepLatest(progress.history)
    : truncateHistory(progress.history, ignoresTests(work));
}

function ignoresTests({ context, progress }: ReleaseWork): boolean {
  const last = progress.fields.lastAttemptedReleaseAction;
  if (last === undefined) return context.object.spec.test?.ignoreFailures ?? false;
  return remediationOf(context.object, last).ignoreTestFailures;
}

function tellInSync(work: ReleaseWork): void {
  const { context, progress } = work;
  replaceRemediated(work);
  const released = progress.condition('Released');
  if (!progress.isTrue('Ready') || released?.status !== 'True') {
    if (released?.reason === 'InstallFailed') markReleased(work, 'install');
    if (released?.reason === 'UpgradeFailed') markReleased(work, 'upgrade');
  }
  if (!detectsDrift(context.object)) return;
  const message = 'No drift detected against the cluster state';
  progress.mark({ type: 'Drifted', status: 'False', reason: 'NoDriftDetected', message });
}

function markReleased({ progress }: ReleaseWork, action: 'install' | 'upgrade'): void {
  const { latest } = progress;
  if (latest === undefined) return;
  const message = `Helm ${action} succeeded for release ${releaseNameOf(latest)} with chart ${chartNameOf(latest)}`;
  const reason = action === 'install' ? 'InstallSucceeded' : 'UpgradeSucceeded';
  progress.mark({ type: 'Released', status: 'True', reason, message });
  progress.summarize();
}

/** What a rollback has left may be just what is wanted now. */
function replaceRemediated({ progress }: ReleaseWork): void {
  const { latest } = progress;
  if (!progress.isTrue('Remediated') || latest === undefined) return;
  const message = `Helm upgrade succeeded for release ${releaseNameOf(latest)} with chart ${chartNameOf(latest)}`;
  progress.mark({ type: 'Released', status: 'True', reason: 'UpgradeSucceeded', message });
  progress.remove('Remediated');
}

function tellDrift({ context, progress }: ReleaseWork, { drifts }: ReleaseState & { kind: 'drifted' }): void {
  const { latest } = progress;
  if (latest === undefined) return;
  const subject = `Cluster state of release ${releaseNameOf(latest)}`;
  const message = `${subject} has drifted from the desired state:\n${summarizeDrift(drifts)}`;
  context.event({ severity: 'error', reason: 'DriftDetected', message });
  progress.mark({ type: 'Drifted', status: 'True', reason: 'DriftDetected', message });
}

async function decideAfterFailure(work: ReleaseWork, facts: ChoiceFacts, choice: Choice): Promise<Decision> {
  const { progress } = work;
  if (facts.retries) progress.history = keepLatest(progress.history);
  const isRemediation = choice.kind === 'run' && choice.action !== 'upgrade';
  if (!isRemediation) return choice;
  const ignoreTests = ignoresTests(work);
  progress.history = truncateHistory(progress.history, ignoreTests);
  if (choice.action !== 'rollback') return choice;
  const target = previousOf(progress.history, ignoreTests);
  if (target === undefined) return { kind: 'target-missing' };
  // What is not there any more as it was is nothing to go back to.
  return (await isIntact(work, target)) ? choice : { kind: 'run', action: 'upgrade' };
}

async function isIntact(work: ReleaseWork, target: Snapshot): Promise<boolean> {
  try {
    const release = await beginAction(work).storage.get(target.name, target.version);
    return release !== undefined && isUnchanged(target, release);
  } catch (error) {
    work.context.signal.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot verify previous release to roll back to: ${text}`, { cause: error });
  }
}
