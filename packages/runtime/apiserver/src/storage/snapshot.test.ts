import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiServerOptions, createApiServer } from '../index.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
const key = { ...kind, namespace: 'default', name: 'kept' };

async function withServer<T>(
  options: ApiServerOptions,
  work: (client: ReturnType<typeof createKubeClient>, save: (file: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const server = await createApiServer({ controllers: false, ...options });
  const client = createKubeClient(server.transport());
  try {
    return await work(client, server.saveSnapshot);
  } finally {
    await client.close();
    await server.close();
  }
}

async function saved(file: string): Promise<KubeObject> {
  return withServer({}, async (client, save) => {
    const object = await client.create({
      ...kind,
      metadata: { name: 'kept', namespace: 'default' },
      data: { a: 'ü\n' },
    });
    await save(file);
    return object;
  });
}

describe('a snapshot', () => {
  it.each([
    ['in memory', {}],
    ['on disk', { dataDir: 'data' }],
  ])(
    'is what a new server %s begins with, identities and versions included',
    async (_name, { dataDir }: { dataDir?: string }) => {
      const file = join(folder, 'cluster.snapshot');
      const object = await saved(file);
      const place = dataDir === undefined ? {} : { dataDir: join(folder, dataDir) };
      await withServer({ ...place, restoreFrom: file }, async (client) => {
        expect(await client.get(key)).toEqual(object);
        const next = await client.create({ ...kind, metadata: { name: 'next', namespace: 'default' } });
        expect(Number(next.metadata.resourceVersion)).toBeGreaterThan(Number(object.metadata.resourceVersion));
      });
      if (dataDir !== undefined)
        await withServer(place, async (client) =>
          expect((await client.get(key)).metadata.uid).toBe(object.metadata.uid),
        );
    },
  );

  it('holds secrets, so only its owner can read it', async () => {
    const file = join(folder, 'cluster.snapshot');
    await saved(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is not laid over a cluster that is there', async () => {
    const file = join(folder, 'cluster.snapshot');
    await saved(file);
    const dataDir = join(folder, 'data');
    await withServer({ dataDir }, () => Promise.resolve());
    await expect(createApiServer({ dataDir, restoreFrom: file })).rejects.toThrow('there is one already');
  });

  it('that is cut off is refused', async () => {
    const file = join(folder, 'cluster.snapshot');
    await saved(file);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 20));
    await expect(createApiServer({ restoreFrom: file })).rejects.toThrow('is no whole snapshot of a cluster');
  });
});
