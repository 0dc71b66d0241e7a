import type { ObjectChange, ObjectRecord } from './object-record.js';
import type { Store } from './store.js';

export interface PastState {
  readonly collection: string;
  readonly prefix: string;
  readonly revision: number;
}

/** Records in key order, to be read from any key on. */
export interface OrderedRecords {
  /** The records after the key. */
  after(key: string): Iterable<ObjectRecord>;
  /** How many records there are after the key. */
  countAfter(key: string): number;
}

/**
 * The records of a collection as they were at a revision: the present ones with the changes since then undone.
 * @returns `undefined` when those changes are no longer remembered.
 */
export function recordsAt(store: Store, { collection, prefix, revision }: PastState): OrderedRecords | undefined {
  const present: OrderedRecords = {
    after: (key) => store.scan(collection, prefix, key),
    countAfter: (key) => store.countAfter(collection, prefix, key),
  };
  if (revision >= store.revision) return present;
  const changes = store.log(collection).since(revision);
  if (changes === undefined) return undefined;
  const touched = changes.filter(({ record }) => record.key.startsWith(prefix));
  return touched.length === 0 ? present : ordered(undo([...store.scan(collection, prefix)], touched));
}

/** Records that are in key order. */
export function ordered(records: readonly ObjectRecord[]): OrderedRecords {
  const after = (key: string): readonly ObjectRecord[] => records.filter((record) => key === '' || record.key > key);
  return { after, countAfter: (key) => after(key).length };
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
