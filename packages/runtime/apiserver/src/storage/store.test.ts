import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import type { ObjectChange } from './object-record.js';
import { noPersistence, type PersistedWrite, type Persistence } from './persistence.js';
import { Store } from './store.js';

const object = (name: string, revision: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, resourceVersion: String(revision) },
});

const target = (key: string, store: Store) => ({ collection: 'c', key, expected: store.get('c', key) });

const put = (store: Store, key: string) => store.put(target(key, store), (revision) => object(key, revision));

/** A medium that says when each write is durable, or is not. */
function controlled(): Persistence & {
  readonly writes: { readonly write: PersistedWrite; end(error?: Error): void }[];
} {
  const writes: { readonly write: PersistedWrite; end(error?: Error): void }[] = [];
  return {
    ...noPersistence,
    writes,
    write: (write) =>
      new Promise((resolve, reject) => {
        writes.push({ write, end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a write', () => {
  it('is told to readers and watchers only when it is durable', async () => {
    const medium = controlled();
    const store = new Store(medium);
    const told: ObjectChange[] = [];
    store.onChange((change) => told.push(change));
    const written = put(store, 'a');
    let settled = false;
    void store.settled().then(() => {
      settled = true;
    });
    await turn();
    expect([told.length, settled, store.revision]).toEqual([0, false, 1]);
    medium.writes[0]?.end();
    await written;
    await turn();
    expect([told.length, settled, store.revision]).toEqual([1, true, 2]);
  });

  it('that the medium refuses is undone, with all that stood on it', async () => {
    const medium = controlled();
    const store = new Store(medium);
    const told: ObjectChange[] = [];
    store.onChange((change) => told.push(change));
    const first = put(store, 'a');
    const second = put(store, 'a').catch((error: Error) => error.message);
    const refused = first.catch((error: Error) => error.message);
    for (const write of medium.writes) write.end(new Error('there is no space left'));
    expect(await Promise.all([refused, second])).toEqual(['there is no space left', 'there is no space left']);
    expect([store.get('c', 'a'), told.length]).toEqual([undefined, 0]);
    const third = put(store, 'a');
    medium.writes[2]?.end();
    expect((await third).kind).toBe('written');
    expect(told.map(({ type }) => type)).toEqual(['created']);
  });

  it('computed from an older record is refused', async () => {
    const store = new Store(noPersistence);
    const old = target('a', store);
    await put(store, 'a');
    expect(await store.put(old, (revision) => object('a', revision))).toEqual({ kind: 'raced' });
  });

  it('raises the revision, which never goes back', async () => {
    const store = new Store({ ...noPersistence, load: () => ({ revision: 41, objects: [] }) });
    await put(store, 'a');
    expect(store.get('c', 'a')?.revision).toBe(42);
  });
});

describe('the history of changes', () => {
  it('is bounded: who comes from before it must list again', async () => {
    const store = new Store(noPersistence);
    const start = store.revision;
    for (let count = 0; count < 5000; count++) await put(store, 'a');
    const log = store.log('c');
    expect(log.since(start)).toBeUndefined();
    expect(log.since(store.revision - 10)?.length).toBe(10);
    expect(log.oldestRevision).toBeGreaterThan(start);
  });
});
