import { messageOf } from '../../actions/action-error.js';
import { rollBackRelease } from '../../actions/rollback.js';
import { previousOf } from '../../snapshot/history.js';
import { chartNameOf, releaseNameOf, type Snapshot, snapshotOf } from '../../snapshot/snapshot.js';
import type { Release } from '../../storage/release.js';
import { maxHistoryOf, remediationOf, timeoutMs, waitStrategyOf } from '../release-spec.js';
import { beginAction, type DesiredRelease, type ReleaseWork } from '../release-work.js';
import { eventMetadata } from './event-metadata.js';
import { ObservedReleases, refreshed, refreshHistory } from './observed-releases.js';
import { recordInventory } from './record-inventory.js';

/**
 * Rolls a failed release back to the last good one, and tells how it went.
 *
 * @returns the failure, where there was one that left a release behind.
 * @throws the failure where nothing was stored.
 */
export async function rollBack(work: ReleaseWork, desired: DesiredRelease): Promise<unknown> {
  const { context, progress } = work;
  const { object } = context;
  const current = progress.latest;
  const previous = previousOf(progress.history, remediationOf(object, 'upgrade').ignoreTestFailures);
  if (current === undefined || previous === undefined) {
    throw new Error('missing target release for rollback: required to rollback');
  }
  if (previous.name !== current.name || previous.namespace !== current.namespace) {
    const [wrong, right] = [releaseNameOf(previous), releaseNameOf(current)];
    throw new Error(`release mismatch: previous release name or namespace ${wrong} does not match current ${right}`);
  }
  const observed = new ObservedReleases();
  const helm = beginAction(work, (release) => {
    observed.add(release);
    recordRollback(work, release);
  });
  let failure: unknown;
  try {
    await rollBackRelease(optionsOf(work, previous), helm);
  } catch (error) {
    context.signal.throwIfAborted();
    failure = error;
  }
  if (observed.newest !== undefined) await recordInventory(work, observed.newest, desired.chart);
  tell(work, { previous, desired, failure, explain: (message) => helm.log.appendTo(message) });
  progress.summarize();
  if (failure !== undefined && progress.latest?.digest === current.digest) throw failure;
  return failure;
}

function optionsOf({ deps, context }: ReleaseWork, { name, version }: Snapshot): Parameters<typeof rollBackRelease>[0] {
  const { object } = context;
  const spec = object.spec.rollback ?? {};
  return {
    name,
    version,
    serverSideApply: spec.serverSideApply ?? 'auto',
    disableHooks: spec.disableHooks ?? false,
    strategy: waitStrategyOf(object, 'rollback', deps.gates),
    waitForJobs: spec.disableWaitForJobs !== true,
    timeoutMs: timeoutMs(object, 'rollback'),
    force: spec.force ?? false,
    cleanupOnFail: spec.cleanupOnFail ?? false,
    maxHistory: maxHistoryOf(object),
  };
}

function recordRollback({ progress }: ReleaseWork, release: Release): void {
  const { algorithm } = progress;
  if (refreshHistory(progress, release, (snapshot) => refreshed(snapshot, release, { algorithm, action: 'rollback' })))
    return;
  // Older revisions that are not known are those that Helm deletes to make room.
  if (release.version < (progress.latest?.version ?? 0)) return;
  progress.history = [snapshotOf(release, { algorithm }), ...progress.history];
}

interface Told {
  readonly previous: Snapshot;
  readonly desired: DesiredRelease;
  readonly failure: unknown;
  readonly explain: (message: string) => string;
}

function tell({ context, progress }: ReleaseWork, { previous, desired, failure, explain }: Told): void {
  const subject = `previous release ${releaseNameOf(previous)} with chart ${chartNameOf(previous)}`;
  const { chartVersion: revision, appVersion, ociDigest } = previous;
  const metadata = eventMetadata({ revision, token: desired.configDigest, appVersion, ociDigest });
  if (failure === undefined) {
    const reason = 'RollbackSucceeded';
    const message = `Helm rollback to ${subject} succeeded`;
    progress.mark({ type: 'Remediated', status: 'True', reason, message });
    context.event({ severity: 'info', reason, message, metadata });
    return;
  }
  const reason = 'RollbackFailed';
  const message = `Helm rollback to ${subject} failed: ${messageOf(failure).trim()}`;
  progress.countFailure();
  progress.mark({ type: 'Remediated', status: 'False', reason, message });
  context.event({ severity: 'error', reason, message: explain(message), metadata });
}
