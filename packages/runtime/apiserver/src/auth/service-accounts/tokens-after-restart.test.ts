import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient } from '@gotk/kube-client';
import { fieldOf } from '@gotk/objects';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiServer } from '../../api-server.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokens-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A server on the folder, asked and ended. */
async function during<T>(work: (client: ReturnType<typeof createKubeClient>) => Promise<T>): Promise<T> {
  const server = await createApiServer({ dataDir: folder, controllers: false });
  const client = createKubeClient(server.transport());
  try {
    return await work(client);
  } finally {
    await client.close();
    await server.close();
  }
}

describe('the token of a service account', () => {
  it('is known to the server that comes after, by a key that only its owner can read', async () => {
    const token = await during(async (client) => {
      await client.create({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'robot', namespace: 'default' },
      });
      const path = '/api/v1/namespaces/default/serviceaccounts/robot/token';
      const answer = await client.raw({ method: 'POST', path, body: { spec: { expirationSeconds: 3600 } } });
      return String(fieldOf(answer.body, 'status', 'token'));
    });
    const review = await during((client) =>
      client.create({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', metadata: {}, spec: { token } }),
    );
    expect(fieldOf(review, 'status', 'authenticated')).toBe(true);
    const modes = readdirSync(join(folder, 'secrets')).map(
      (name) => statSync(join(folder, 'secrets', name)).mode & 0o777,
    );
    expect(modes.length).toBeGreaterThan(0);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });
});
