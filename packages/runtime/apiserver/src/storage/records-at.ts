import type { ObjectChange, ObjectRecord } from './object-record.js';
import type { Store } from './store.js';

export interface PastState {
  readonly collection: string;
  readonly prefix: string;
  readonly revision: number;
}

/**
 * The records of a collection as they were at a revision: the present ones with the changes since then undone.
 * @returns `undefined` when those changes are no longer remembered.
 */
export function recordsAt(
  store: Store,
  { collection, prefix, revision }: PastState,
): Iterable<ObjectRecord> | undefined {
  if (revision >= store.revision) return store.scan(collection, prefix);
  const changes = store.log(collection).since(revision);
  if (changes === undefined) return undefined;
  const touched = changes.filter(({ record }) => record.key.startsWith(prefix));
  return touched.length === 0 ? store.scan(collection, prefix) : undo([...store.scan(collection, prefix)], touched);
}

/** The oldest change of each key tells what was there before. */
function undo(present: readonly ObjectRecord[], changes: readonly ObjectChange[]): readonly ObjectRecord[] {
  const records = new Map(present.map((record) => [record.key, record]));
  for (const { record, previous } of [...changes].reverse()) {
    if (previous === undefined) records.delete(record.key);
    else records.set(record.key, previous);
  }
  return [...records.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
