import { chartNameOf, isSnapshotOf, releaseNameOf, type Snapshot, snapshotOf } from '../../snapshot/snapshot.js';
import { isPending, withStatus } from '../../storage/release.js';
import { shortReleaseNameOf } from '../release-spec.js';
import { beginAction, type ReleaseWork } from '../release-work.js';
import { eventMetadata, subjectOfSnapshot } from './event-metadata.js';
import { refreshHistory } from './observed-releases.js';
import { textOf } from './uninstall-current.js';

/** Frees a release that was being worked on when its worker died: it counts as failed from now on. */
export async function unlock(work: ReleaseWork): Promise<void> {
  const { progress } = work;
  const { algorithm } = progress;
  const helm = beginAction(work, (release) => {
    refreshHistory(progress, release, ({ action, ociDigest }) => snapshotOf(release, { algorithm, action, ociDigest }));
  });
  const release = await helm.storage.last(shortReleaseNameOf(work.context.object));
  if (release === undefined || !isPending(release)) {
    progress.summarize();
    return;
  }
  const known = progress.history.find((snapshot) => isSnapshotOf(snapshot, release));
  const locked = snapshotOf(release, { algorithm, ociDigest: known?.ociDigest });
  const { status } = release.info;
  try {
    await helm.storage.update(withStatus(release, 'failed', `Release unlocked from stale '${status}' state`));
  } catch (error) {
    work.context.signal.throwIfAborted();
    tell(work, locked, error);
    throw error;
  }
  tell(work, locked, undefined);
}

function tell({ context, progress }: ReleaseWork, locked: Snapshot, failure: unknown): void {
  const subject = `Helm release ${releaseNameOf(locked)} with chart ${chartNameOf(locked)} in ${locked.status} state`;
  const message = failure === undefined ? `Unlocked ${subject}` : `Unlock of ${subject} failed: ${textOf(failure)}`;
  const reason = 'PendingRelease';
  if (failure !== undefined) progress.countFailure();
  progress.mark({ type: 'Released', status: 'False', reason, message });
  const severity = failure === undefined ? 'info' : 'error';
  context.event({ severity, reason, message, metadata: eventMetadata(subjectOfSnapshot(locked)) });
  progress.summarize();
}
