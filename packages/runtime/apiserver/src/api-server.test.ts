import { createKubeClient } from '@gotk/kube-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiServer, createApiServer } from './api-server.js';

let server: ApiServer;
beforeEach(async () => {
  server = await createApiServer();
});
afterEach(() => server.close());

describe('objects', () => {
  test('are created, read, changed and deleted', async () => {
    const client = createKubeClient(server.transport());
    const created = await client.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'default' },
      data: { k: 'v' },
    });
    expect(created.metadata.uid).toBeDefined();
    const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };
    const patched = await client.patch(key, { type: 'merge', body: { data: { k: 'w' } } });
    expect(patched).toMatchObject({ data: { k: 'w' } });
    const applied = await client.apply(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' }, data: { x: 'y' } },
      { fieldManager: 'me' },
    );
    expect(applied).toMatchObject({ data: { k: 'w', x: 'y' } });
    await client.delete(key);
    expect(await client.find(key)).toBeUndefined();
  });
});
