import type { KubeObject } from '@gotk/objects';

/** What the medium holds of one object. */
export interface PersistedObject {
  readonly collection: string;
  readonly key: string;
  readonly revision: number;
  readonly object: KubeObject;
}

/** One write to the medium; without an object it is a deletion. */
export interface PersistedWrite {
  readonly collection: string;
  readonly key: string;
  readonly revision: number;
  readonly object?: KubeObject;
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
