import { messageOf } from '../../actions/action-error.js';
import { testRelease } from '../../actions/test-release.js';
import {
  chartNameOf,
  hasBeenTested,
  isSnapshotOf,
  releaseNameOf,
  type Snapshot,
  snapshotOf,
  withTestHooks,
} from '../../snapshot/snapshot.js';
import type { Release } from '../../storage/release.js';
import { remediationOf, shortReleaseNameOf, timeoutMs } from '../release-spec.js';
import { beginAction, type ReleaseWork } from '../release-work.js';
import { eventMetadata, subjectOfSnapshot } from './event-metadata.js';

/**
 * Runs the tests of the release, and tells how they went.
 *
 * @returns the failure, where a test has run and failed.
 * @throws the failure where none has run.
 */
export async function runTests(work: ReleaseWork): Promise<unknown> {
  const { context, progress } = work;
  const { object } = context;
  const current = progress.latest;
  if (current === undefined) throw new Error('no latest release: required for test');
  const filters = object.spec.test?.filters ?? [];
  const helm = beginAction(work, (release) => recordTests(work, release));
  let failure: unknown;
  try {
    const options = { name: shortReleaseNameOf(object), timeoutMs: timeoutMs(object, 'test'), filters };
    const tested = await testRelease(options, helm);
    failure = isSnapshotOf(current, tested) ? undefined : mismatch(current, tested);
  } catch (error) {
    context.signal.throwIfAborted();
    failure = error;
  }
  const latest = progress.latest ?? current;
  if (failure === undefined) tellSuccess(work, latest);
  else tellFailure(work, latest, failure);
  progress.summarize();
  if (failure !== undefined && !hasBeenTested(latest)) throw failure;
  return failure;
}

/** Only results of the newest revision count. */
function recordTests({ context, progress }: ReleaseWork, release: Release): void {
  const { latest, history, algorithm } = progress;
  if (latest === undefined || !isSnapshotOf(latest, release)) return;
  const { action, ociDigest } = latest;
  const filters = context.object.spec.test?.filters ?? [];
  const snapshot = snapshotOf(release, { algorithm, action, ociDigest });
  progress.history = history.with(0, withTestHooks(snapshot, release, filters));
}

function mismatch(current: Snapshot, { namespace, name, version }: Release): Error {
  const tested = `${namespace}/${name}.v${version}`;
  return new Error(`release mismatch: tested release ${tested} != current release ${releaseNameOf(current)}`);
}

function tellSuccess({ context, progress }: ReleaseWork, latest: Snapshot): void {
  const count = Object.keys(latest.testHooks ?? {}).length;
  const hooks = count === 0 ? 'no test hooks' : `${count} test hook${count === 1 ? '' : 's'} completed successfully`;
  const message = `Helm test succeeded for release ${releaseNameOf(latest)} with chart ${chartNameOf(latest)}: ${hooks}`;
  const reason = 'TestSucceeded';
  progress.mark({ type: 'TestSuccess', status: 'True', reason, message });
  context.event({ severity: 'info', reason, message, metadata: eventMetadata(subjectOfSnapshot(latest)) });
}

function tellFailure({ context, progress }: ReleaseWork, latest: Snapshot, failure: unknown): void {
  const subject = `release ${releaseNameOf(latest)} with chart ${chartNameOf(latest)}`;
  const message = `Helm test failed for ${subject}: ${messageOf(failure).trim()}`;
  const reason = 'TestFailed';
  progress.countFailure();
  progress.mark({ type: 'TestSuccess', status: 'False', reason, message });
  context.event({ severity: 'error', reason, message, metadata: eventMetadata(subjectOfSnapshot(latest)) });
  const action = progress.fields.lastAttemptedReleaseAction;
  if (!hasBeenTested(latest) || action === undefined) return;
  if (!remediationOf(context.object, action).ignoreTestFailures) progress.countFailureOf(action);
}
