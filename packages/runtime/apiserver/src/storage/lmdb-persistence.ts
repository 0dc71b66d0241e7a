import { mkdirSync } from 'node:fs';
import type { KubeObject } from '@gotk/objects';
import type { Database, RootDatabase } from 'lmdb';
import type { PersistedObject, PersistedWrite, Persistence } from './persistence.js';

const FORMAT = 1;
type ObjectKey = [collection: string, key: string];

/**
 * Keeps the objects in an LMDB environment in `dataDir`; every write is synced before its promise resolves, and LMDB's
 * two alternating meta pages make a torn last write harmless.
 *
 * @throws when the folder cannot be used or was written in a newer format.
 */
export async function openLmdbPersistence(dataDir: string): Promise<Persistence> {
  // Loaded on demand: a server that lives in memory does not pay for the native module.
  const { open } = await import('lmdb');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const root = open({ path: dataDir, noSubdir: false, overlappingSync: false, maxDbs: 4 });
  const meta = root.openDB<number, string>({ name: 'meta', encoding: 'json' });
  const objects = root.openDB<string, ObjectKey>({ name: 'objects', encoding: 'string' });
  await requireFormat(meta, dataDir);
  return new LmdbPersistence(root, meta, objects);
}

async function requireFormat(meta: Database<number, string>, dataDir: string): Promise<void> {
  const format = meta.get('format');
  if (format === undefined) await meta.put('format', FORMAT);
  else if (format !== FORMAT)
    throw new Error(`${dataDir} holds format ${format} of the object store, this is ${FORMAT}`);
}

class LmdbPersistence implements Persistence {
  readonly #root: RootDatabase;
  readonly #meta: Database<number, string>;
  readonly #objects: Database<string, ObjectKey>;
  #failure: unknown;

  constructor(root: RootDatabase, meta: Database<number, string>, objects: Database<string, ObjectKey>) {
    this.#root = root;
    this.#meta = meta;
    this.#objects = objects;
  }

  load(): { readonly revision: number; readonly objects: Iterable<PersistedObject> } {
    return { revision: this.#meta.get('revision') ?? 0, objects: this.#readObjects() };
  }

  *#readObjects(): Iterable<PersistedObject> {
    for (const { key, value } of this.#objects.getRange()) {
      const object = JSON.parse(value) as KubeObject; // Written by `write` below.
      yield { collection: key[0], key: key[1], revision: Number(object.metadata.resourceVersion), object };
    }
  }

  async write({ collection, key, revision, object }: PersistedWrite): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    // Both are queued in one turn of the event loop, so they share a transaction.
    const stored =
      object === undefined
        ? this.#objects.remove([collection, key])
        : this.#objects.put([collection, key], JSON.stringify(object));
    const counted = this.#meta.put('revision', revision);
    try {
      await Promise.all([stored, counted]);
    } catch (error) {
      this.#failure = error;
      // What was queued behind the failure must fail too: it stands on state that is not there.
      queueMicrotask(() => setImmediate(() => (this.#failure = undefined)));
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#root.flushed;
    await this.#root.close();
  }
}
