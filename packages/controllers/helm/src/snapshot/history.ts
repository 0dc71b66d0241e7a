import { hasFailedTest, type Snapshot } from './snapshot.js';

/** `status.history`, newest first. */
export type History = readonly Snapshot[];

const MAX_SNAPSHOTS = 5;

/** The history with the newest revision first. */
export function sortHistory(history: History): History {
  return history.toSorted((a, b) => b.version - a.version);
}

/** What the newest revision can be rolled back to: the latest before it that was deployed once. */
export function previousOf(history: History, ignoreTests: boolean): Snapshot | undefined {
  return sortHistory(history)
    .slice(1)
    .find((snapshot) => wasDeployed(snapshot, ignoreTests));
}

/** The history up to what can be rolled back to; without that, the latest five. */
export function truncateHistory(history: History, ignoreTests: boolean): History {
  const sorted = sortHistory(history);
  const index = sorted.findIndex((snapshot, position) => position > 0 && wasDeployed(snapshot, ignoreTests));
  return sorted.slice(0, index === -1 ? MAX_SNAPSHOTS : index + 1);
}

/** The latest five of the history. */
export function keepLatest(history: History): History {
  return sortHistory(history).slice(0, MAX_SNAPSHOTS);
}

function wasDeployed(snapshot: Snapshot, ignoreTests: boolean): boolean {
  const { status } = snapshot;
  return (status === 'deployed' || status === 'superseded') && (ignoreTests || !hasFailedTest(snapshot));
}
