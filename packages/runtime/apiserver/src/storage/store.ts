import type { KubeObject } from '@gotk/objects';
import { ChangeLog } from './change-log.js';
import { Collection } from './collection.js';
import type { ObjectChange, ObjectRecord } from './object-record.js';
import type { PersistedRecord, Persistence } from './persistence.js';
import type { StoredState } from './snapshot-file.js';
import { StoredRecord } from './stored-record.js';

/** What a write expects to find: the record it was computed from, or nothing. */
export interface WriteTarget {
  readonly collection: string;
  readonly key: string;
  readonly expected: ObjectRecord | undefined;
}

/** How one write ended: `raced` when the object was changed meanwhile, and then nothing was written. */
export type WriteOutcome = { readonly kind: 'written'; readonly record: ObjectRecord } | { readonly kind: 'raced' };

interface PendingWrite {
  readonly change: ObjectChange;
}

/**
 * All objects in memory, behind them a durable medium. One revision counts every write. A write changes memory at once,
 * so that the next one builds on it, but watchers, readers and the writer itself learn of it only when it is durable.
 */
export class Store {
  readonly #persistence: Persistence;
  readonly #collections = new Map<string, Collection>();
  readonly #logs = new Map<string, ChangeLog>();
  readonly #listeners = new Set<(change: ObjectChange) => void>();
  #pending: PendingWrite[] = [];
  #revision: number;
  #durableRevision: number;
  readonly #startRevision: number;
  #settled: Promise<void> = Promise.resolve();

  constructor(persistence: Persistence) {
    this.#persistence = persistence;
    const { revision, objects } = persistence.load();
    // A fresh store begins at 1: resource version 0 means "any" to clients.
    this.#revision = Math.max(revision, 1);
    this.#durableRevision = this.#revision;
    this.#startRevision = this.#revision;
    for (const { collection, record } of objects) this.#collection(collection).set(recordOf(record));
  }

  /** The revision of the last durable write. */
  get revision(): number {
    return this.#durableRevision;
  }

  /** Everything that is durable, as it is now. */
  async snapshot(): Promise<StoredState> {
    await this.settled();
    const objects = [...this.#collections].flatMap(([collection, records]) =>
      [...records.scan('')].map((record) => ({ collection, record: recordOf(record) })),
    );
    return { revision: this.#durableRevision, objects };
  }

  /** Resolves when everything that a read can see now is durable. Reads that answer a client await it. */
  async settled(): Promise<void> {
    while (this.#pending.length > 0) await this.#settled.catch(() => undefined);
  }

  get(collection: string, key: string): ObjectRecord | undefined {
    return this.#collections.get(collection)?.get(key);
  }

  /** Records whose key starts with `prefix`, in key order, after the key `after`. */
  scan(collection: string, prefix = '', after = ''): Iterable<ObjectRecord> {
    return this.#collections.get(collection)?.scan(prefix, after) ?? [];
  }

  /** How many records there are whose key starts with `prefix` and comes after the key `after`. */
  countAfter(collection: string, prefix: string, after: string): number {
    return this.#collections.get(collection)?.countAfter(prefix, after) ?? 0;
  }

  size(collection: string): number {
    return this.#collections.get(collection)?.size ?? 0;
  }

  /** The changes of a collection, past (bounded) and to come. */
  log(collection: string): ChangeLog {
    let log = this.#logs.get(collection);
    if (log === undefined) {
      // Before the first change of a collection everything since the start is known: nothing happened.
      log = new ChangeLog(this.#startRevision);
      this.#logs.set(collection, log);
    }
    return log;
  }

  /** Calls `listener` with every change of any collection once it is durable. @returns how to end that. */
  onChange(listener: (change: ObjectChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Writes the object that `render` makes for the new revision, if the present record is still the expected one.
   * @returns when the write is durable.
   */
  async put(target: WriteTarget, render: (revision: number) => KubeObject): Promise<WriteOutcome> {
    if (this.get(target.collection, target.key) !== target.expected) return { kind: 'raced' };
    const revision = ++this.#revision;
    const record = StoredRecord.ofObject(target.key, revision, render(revision));
    this.#collection(target.collection).set(record);
    const { collection, expected: previous } = target;
    const change: ObjectChange =
      previous === undefined
        ? { type: 'created', collection, record }
        : { type: 'updated', collection, record, previous };
    await this.#commit(change);
    return { kind: 'written', record };
  }

  /** Removes the record if it is still the expected one; `render` makes the last state that watchers see. */
  async delete(
    target: WriteTarget & { readonly expected: ObjectRecord },
    render: (revision: number) => KubeObject,
  ): Promise<WriteOutcome> {
    const { collection, key, expected: previous } = target;
    if (this.get(collection, key) !== previous) return { kind: 'raced' };
    const revision = ++this.#revision;
    const record = StoredRecord.ofObject(key, revision, render(revision));
    this.#collection(collection).delete(key);
    await this.#commit({ type: 'deleted', collection, record, previous });
    return { kind: 'written', record };
  }

  /** Ends all watches and closes the medium once everything pending is durable. */
  async close(): Promise<void> {
    await this.settled();
    for (const log of this.#logs.values()) log.close();
    await this.#persistence.close();
  }

  async #commit(change: ObjectChange): Promise<void> {
    const { collection, record, type } = change;
    const { key, revision } = record;
    const pending = { change };
    this.#pending.push(pending);
    const written = this.#persistence.write(
      type === 'deleted' ? { collection, key, revision } : { collection, key, revision, record: recordOf(record) },
    );
    this.#settled = written;
    try {
      await written;
    } catch (error) {
      this.#rollBack(pending);
      throw error;
    }
    this.#publishThrough(pending);
  }

  /** The medium is durable up to this write: earlier ones are published first, so that watchers see revision order. */
  #publishThrough(pending: PendingWrite): void {
    const end = this.#pending.indexOf(pending) + 1;
    for (const { change } of this.#pending.splice(0, end)) {
      this.#durableRevision = change.record.revision;
      this.log(change.collection).append(change);
      for (const listener of this.#listeners) listener(change);
    }
  }

  /** Undoes this write and every later one, newest first: they were built on what never became durable. */
  #rollBack(pending: PendingWrite): void {
    const start = this.#pending.indexOf(pending);
    if (start === -1) return;
    for (const { change } of this.#pending.splice(start).reverse()) {
      if (change.previous === undefined) this.#collection(change.collection).delete(change.record.key);
      else this.#collection(change.collection).set(change.previous);
    }
  }

  #collection(name: string): Collection {
    let collection = this.#collections.get(name);
    if (collection === undefined) {
      collection = new Collection();
      this.#collections.set(name, collection);
    }
    return collection;
  }
}

/** A record of the store, or one that a medium of another make holds. */
function recordOf(record: ObjectRecord | PersistedRecord): StoredRecord {
  if (record instanceof StoredRecord) return record;
  return 'text' in record
    ? StoredRecord.ofText(record.key, record.revision, record.text)
    : StoredRecord.ofObject(record.key, record.revision, record.object);
}
