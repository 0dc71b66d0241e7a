import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { KubeObject } from '@gotk/objects';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLogPersistence } from './log-persistence.js';
import type { PersistedWrite, Persistence } from './persistence.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'object-store-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const object = (name: string, text = 'text', revision = 0): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, resourceVersion: String(revision) },
  data: { text },
});

function write(key: string, revision: number, content: KubeObject): PersistedWrite {
  return { collection: '/configmaps', key, revision, record: { key, revision, text: JSON.stringify(content) } };
}

function put(store: Persistence, key: string, revision: number, text?: string): Promise<void> {
  return store.write(write(key, revision, object(key, text, revision)));
}

async function content(options = {}): Promise<Record<string, unknown>> {
  const store = await openLogPersistence(folder, options);
  try {
    const { revision, objects } = store.load();
    const texts = [...objects].map(({ record }) => {
      const { data } = JSON.parse(record.text) as { readonly data: { readonly text: string } };
      return [record.key, data.text] as const;
    });
    return { revision, ...Object.fromEntries(texts.sort()) };
  } finally {
    await store.close();
  }
}

const log = (number = 1): string => join(folder, `log-${number}`);

describe('what was written', () => {
  it('is there again, the last of each object, and what was deleted is not', async () => {
    const store = await openLogPersistence(folder);
    await Promise.all([put(store, 'a', 2), put(store, 'b', 3), put(store, 'a', 4, 'new\nline')]);
    await store.write({ collection: '/configmaps', key: 'b', revision: 5 });
    await store.close();
    expect(await content()).toEqual({ revision: 5, a: 'new\nline' });
  });

  it('is there after any order of writes, deletions and compactions', async () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.string())), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (writes) => {
        rmSync(folder, { recursive: true, force: true });
        const expected = new Map<string, string>();
        const store = await openLogPersistence(folder, { minCompactedBytes: 400 });
        for (const [index, [key, text]] of writes.entries()) {
          const target = { collection: '/configmaps', key, revision: index + 2 };
          if (text === null) expected.delete(key);
          else expected.set(key, text);
          await store.write(text === null ? target : write(key, target.revision, object(key, text)));
        }
        await store.close();
        const { revision: _revision, ...present } = await content();
        expect(present).toEqual(Object.fromEntries(expected));
      }),
      { numRuns: 25 },
    );
  });

  it('takes no more room than twice what is there', async () => {
    const store = await openLogPersistence(folder, { minCompactedBytes: 20_000 });
    for (let revision = 2; revision < 400; revision++)
      await put(store, `k${revision % 10}`, revision, 'x'.repeat(1000));
    await store.close();
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(60_000);
    expect(await content()).toMatchObject({ revision: 399, k9: 'x'.repeat(1000) });
  });
});

describe('a torn last write', () => {
  const rows: readonly (readonly [string, (bytes: number) => void])[] = [
    ['cut off in the middle', (bytes) => truncateSync(log(), bytes - 7)],
    ['without its line break', (bytes) => truncateSync(log(), bytes - 1)],
    ['followed by half a line', () => appendFileSync(log(), 'abcdef01 {"c":"/configmaps","k":"z"')],
    ['followed by zeros', () => appendFileSync(log(), Buffer.alloc(4096))],
  ];
  it.each(rows)('%s is forgotten, and writing goes on', async (_name, tear) => {
    const store = await openLogPersistence(folder);
    await put(store, 'a', 2);
    const whole = statSync(log()).size;
    await put(store, 'b', 3);
    await store.close();
    tear(statSync(log()).size);
    const again = await openLogPersistence(folder);
    await put(again, 'c', 4);
    await again.close();
    expect(await content()).toMatchObject({ a: 'text', c: 'text' });
    expect(statSync(log()).size).toBeGreaterThan(whole);
  });

  it('in a snapshot that was not finished leaves the logs as they are', async () => {
    const store = await openLogPersistence(folder);
    await put(store, 'a', 2);
    await store.close();
    writeFileSync(join(folder, 'snapshot-2.new'), 'half');
    expect(await content()).toEqual({ revision: 2, a: 'text' });
  });

  it('is told from damage in the middle, which nothing may paper over', async () => {
    const store = await openLogPersistence(folder);
    await put(store, 'a', 2);
    await put(store, 'b', 3);
    await store.close();
    const bytes = readFileSync(log());
    bytes[20] = 0x21;
    writeFileSync(log(), bytes);
    await expect(content()).rejects.toThrow(`${log()} is damaged at byte 0`);
  });
});

describe('a full disk', () => {
  it('refuses the write in words that say so, keeps what was there, and goes on when there is room again', async () => {
    const store = await openLogPersistence(folder);
    await put(store, 'a', 2);
    await failNextWrite(12);
    await expect(put(store, 'b', 3)).rejects.toThrow(
      `there is no space left for the object store in ${folder}: ENOSPC`,
    );
    await put(store, 'c', 4);
    await store.close();
    expect(await content()).toEqual({ revision: 4, a: 'text', c: 'text' });
  });

  it('leaves nothing of a write that did not fit, even when the server ends before the next one', async () => {
    const store = await openLogPersistence(folder);
    await put(store, 'a', 2);
    await failNextWrite(12);
    await expect(put(store, 'b', 3)).rejects.toThrow('there is no space left');
    await store.close();
    expect(await content()).toEqual({ revision: 2, a: 'text' });
  });
});

/** Lets only so many bytes of the next write through. */
async function failNextWrite(bytes: number): Promise<void> {
  const handle = await open(log(), 'r');
  const prototype = Object.getPrototypeOf(handle) as FileHandle; // The class has no name to import.
  await handle.close();
  const write = prototype.write;
  vi.spyOn(prototype, 'write').mockImplementationOnce(async function (this: FileHandle, ...parts: unknown[]) {
    await Reflect.apply(write, this, [parts[0], parts[1], bytes]);
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  } as never);
}

describe('a folder', () => {
  it('belongs to one store at a time', async () => {
    const store = await openLogPersistence(folder);
    await expect(openLogPersistence(folder)).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
    await store.close();
    expect(await content()).toEqual({ revision: 0 });
  });

  it('is taken over from a process that died', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.once('exit', resolve));
    writeFileSync(join(folder, 'lock'), `${dead.pid}\n`);
    expect(await content()).toEqual({ revision: 0 });
  });

  it('is readable by its owner alone', async () => {
    const store = await openLogPersistence(folder);
    await put(store, 'a', 2);
    await store.close();
    expect(statSync(log()).mode & 0o777).toBe(0o600);
  });
});

/** A server of its own process that says each object once it is acknowledged. */
const WRITER = `
import { createApiServer } from '@gotk/apiserver';
import { createKubeClient } from '@gotk/kube-client';
const server = await createApiServer({ dataDir: process.argv[2], controllers: false });
const client = createKubeClient(server.transport());
const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
const work = async (worker) => {
  for (let index = 0; ; index++) {
    const name = 'w' + worker + '-' + index;
    const { metadata } = await client.create({ ...kind, metadata: { name, namespace: 'default' }, data: { text: 'x'.repeat(500) } });
    if (index % 3 === 2) await client.delete({ ...kind, namespace: 'default', name: 'w' + worker + '-' + (index - 1) });
    process.stdout.write(name + ' ' + metadata.resourceVersion + ' ' + index + '\\n');
  }
};
await Promise.all([0, 1, 2, 3].map(work));
`;

describe('a process that is killed', () => {
  it('leaves everything that it acknowledged', async () => {
    let last = 0;
    for (let round = 0; round < 3; round++) {
      const data = join(folder, `round-${round}`);
      const acknowledged = await killedAfter(data, 60 + round * 25);
      const store = await openLogPersistence(data);
      const { revision, objects } = store.load();
      const keys = new Set([...objects].map(({ record }) => record.key));
      const lost = acknowledged.filter(({ name }) => !keys.has(`default/${name}`) && !wasDeleted(name, acknowledged));
      await store.close();
      expect(lost).toEqual([]);
      expect(revision).toBeGreaterThanOrEqual(Math.max(...acknowledged.map((each) => each.revision)));
      last = acknowledged.length;
    }
    expect(last).toBeGreaterThan(0);
  }, 60_000);
});

interface Acknowledged {
  readonly name: string;
  readonly revision: number;
}

/** Every third object deletes the one before it, which may have happened without having been told of. */
function wasDeleted(name: string, _all: readonly Acknowledged[]): boolean {
  return Number(name.split('-')[1]) % 3 === 1;
}

async function killedAfter(dataDir: string, lines: number): Promise<readonly Acknowledged[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-', dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(WRITER);
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [name = '', revision = ''] = line.split(' ');
    acknowledged.push({ name, revision: Number(revision) });
    if (acknowledged.length >= lines) child.kill('SIGKILL');
  }
  return acknowledged;
}
