import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { afterEach, beforeEach } from 'vitest';
import { type ApiServer, type ApiServerOptions, createApiServer } from '../index.js';

/** What the test that runs works with. */
export interface TestApi {
  readonly server: ApiServer;
  readonly client: KubeClient;
}

/** Starts a server in memory before each test of the file or group, and closes it after. */
export function serverForEachTest(options: ApiServerOptions = {}): TestApi {
  let server: ApiServer;
  let client: KubeClient;
  beforeEach(async () => {
    server = await createApiServer(options);
    client = createKubeClient(server.transport());
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });
  return {
    get server(): ApiServer {
      return server;
    },
    get client(): KubeClient {
      return client;
    },
  };
}
