import {
  isSnapshotOf,
  type Snapshot,
  type SnapshotAction,
  type SnapshotOptions,
  snapshotOf,
} from '../../snapshot/snapshot.js';
import type { Release } from '../../storage/release.js';
import type { ReleaseProgress } from '../release-progress.js';

/** What an action has stored, each revision as it was left. */
export class ObservedReleases {
  readonly #releases = new Map<number, Release>();

  readonly add = (release: Release): void => {
    this.#releases.set(release.version, release);
  };

  get newest(): Release | undefined {
    return this.#sorted()[0];
  }

  /** Puts the newest revision at the head of the history, and refreshes the entry of the one it follows. */
  record(progress: ReleaseProgress, action: SnapshotAction): void {
    const [newest, ...older] = this.#sorted();
    if (newest === undefined) return;
    const ociDigest = progress.fields.lastAttemptedRevisionDigest;
    const { history: known, algorithm } = progress;
    const followed = older.find((release) => known.some((snapshot) => isSnapshotOf(snapshot, release)));
    progress.history = [
      snapshotOf(newest, { algorithm, action, ociDigest }),
      ...known.map((snapshot) =>
        followed !== undefined && isSnapshotOf(snapshot, followed)
          ? refreshed(snapshot, followed, { algorithm, action: '' })
          : snapshot,
      ),
    ];
  }

  #sorted(): readonly Release[] {
    return [...this.#releases.values()].toSorted((a, b) => b.version - a.version);
  }
}

/** The entry of a revision as that is now; what its chart came in and how its tests went stays known. */
export function refreshed(
  snapshot: Snapshot,
  release: Release,
  options: Pick<SnapshotOptions, 'algorithm' | 'action'>,
): Snapshot {
  const { testHooks, ociDigest } = snapshot;
  return { ...snapshotOf(release, { ...options, ociDigest }), ...(testHooks === undefined ? {} : { testHooks }) };
}

/** Refreshes the entry of a revision, where there is one. @returns whether there was. */
export function refreshHistory(
  progress: ReleaseProgress,
  release: Release,
  refresh: (snapshot: Snapshot) => Snapshot,
): boolean {
  const index = progress.history.findIndex((snapshot) => isSnapshotOf(snapshot, release));
  const snapshot = progress.history[index];
  if (snapshot === undefined) return false;
  progress.history = progress.history.with(index, refresh(snapshot));
  return true;
}
