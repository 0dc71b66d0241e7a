/** What the medium holds of one object. */
export interface PersistedObject {
  readonly collection: string;
  readonly record: PersistedRecord;
}

/** An object under its key, as text: what the medium needs of a record of the store. */
export interface PersistedRecord {
  readonly key: string;
  readonly revision: number;
  /** JSON of the object, without line breaks. */
  readonly text: string;
}

/** One write to the medium; without a record it is a deletion. */
export interface PersistedWrite {
  readonly collection: string;
  readonly key: string;
  readonly revision: number;
  readonly record?: PersistedRecord;
}

/**
 * The medium under the store. Writes are handed over in revision order; a write is durable when its promise resolves,
 * and then every earlier one is too.
 */
export interface Persistence {
  /** Everything that is durable. */
  load(): { readonly revision: number; readonly objects: Iterable<PersistedObject> };
  /** @throws when the medium refuses (disk full); then no later write may have become durable either. */
  write(write: PersistedWrite): Promise<void>;
  close(): Promise<void>;
}

/** A medium that keeps nothing: for servers that live in memory only. `undefined` promises mean durable at once. */
export const noPersistence: Persistence = {
  load: () => ({ revision: 0, objects: [] }),
  write: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
