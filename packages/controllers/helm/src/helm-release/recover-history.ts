import { type History, sortHistory } from '../snapshot/history.js';
import { isSnapshotOf, type Snapshot, snapshotOf } from '../snapshot/snapshot.js';
import type { Release } from '../storage/release.js';
import { refreshed } from './actions/observed-releases.js';
import type { ReleaseProgress } from './release-progress.js';
import { shortReleaseNameOf } from './release-spec.js';
import { beginAction, type ReleaseWork } from './release-work.js';

/**
 * The history of a release that is not as the status remembers it. Where nobody but this controller has written what came since,
 * its process ended before it could tell: the history is read from the storage, so that there is still something to roll back to.
 * Otherwise nothing from before can be trusted. Flux forgets the history in both cases.
 */
export async function recoverHistory(work: ReleaseWork): Promise<History> {
  const { latest, history } = work.progress;
  if (latest === undefined) return [];
  const { storage, fieldManager } = beginAction(work);
  const revisions = await storage.revisions(shortReleaseNameOf(work.context.object));
  const since = revisions.filter(({ release }) => release.version >= latest.version);
  const isOurs = since.every(({ writers }) => writers.length === 1 && writers[0] === fieldManager);
  if (!isOurs || since[0]?.release.version !== latest.version) return [];
  const older = history.filter(({ version }) => version < latest.version);
  return sortHistory([...since.map(({ release }) => entryOf(release, work.progress)), ...older]);
}

function entryOf(release: Release, { history, algorithm }: ReleaseProgress): Snapshot {
  const known = history.find((snapshot) => isSnapshotOf(snapshot, release));
  return known === undefined
    ? snapshotOf(release, { algorithm })
    : refreshed(known, release, { algorithm, action: known.action });
}
