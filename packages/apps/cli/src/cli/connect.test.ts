import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from './connect.js';

describe('connect', () => {
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer((_, response) => response.writeHead(401).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const pods = { apiVersion: 'apps/v1', kind: 'Deployment' };

  it('tells that the cluster asks for credentials', async () => {
    const client = await connect({ server: url });
    await expect(client.list(pods)).rejects.toThrow(
      'failed to get server groups: the server has asked for the client to provide credentials',
    );
    await client.close();
  });

  it('advises to start a cluster of this machine that does not answer', async () => {
    const client = await connect({ server: 'http://127.0.0.1:1' });
    const error: unknown = await client.list(pods).catch((problem: unknown) => problem);
    expect(error).toMatchObject({
      cause: { hint: expect.stringMatching(/^Start the cluster of the kubeconfig again/) },
    });
    await client.close();
  });

  it('tells that nothing answers', async () => {
    const client = await connect({ server: 'http://127.0.0.1:1' });
    await expect(client.list(pods)).rejects.toThrow(
      'failed to get server groups: Get "http://127.0.0.1:1/api": dial tcp 127.0.0.1:1: connect: connection refused',
    );
    await client.close();
  });
});
