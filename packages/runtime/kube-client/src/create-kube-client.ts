import { isApiError } from './api-error.js';
import type { KubeClient } from './client.js';
import { ClientCore } from './client-core.js';
import { DiscoveryCache } from './discovery-cache.js';
import { getObject, listObjects, watchObjects } from './read-objects.js';
import { sendRequest } from './send-request.js';
import type { Transport } from './transport.js';
import { applyObject, createObject, deleteObject, patchObject, replaceObject } from './write-objects.js';

export interface KubeClientOptions {
  /** For the age of negative discovery answers. Default: the machine's clock. */
  readonly nowMs?: () => number;
}

/** The client of the API server that a transport reaches. */
export function createKubeClient(transport: Transport, { nowMs = Date.now }: KubeClientOptions = {}): KubeClient {
  return clientOf(new ClientCore(transport, new DiscoveryCache(transport, nowMs)));
}

function clientOf(core: ClientCore): KubeClient {
  return {
    get: (key, options, signal) => getObject(core, { key, options }, signal),
    find: async (key, options, signal) => {
      try {
        return await getObject(core, { key, options }, signal);
      } catch (error) {
        if (isApiError(error, 'NotFound')) return undefined;
        throw error;
      }
    },
    list: (kind, options, signal) => listObjects(core, { kind, options }, signal),
    watch: (kind, options, signal) => watchObjects(core, { kind, options }, signal),
    create: (object, options, signal) => createObject(core, { object, options }, signal),
    replace: (object, options, signal) => replaceObject(core, { object, options }, signal),
    apply: (object, options, signal) => applyObject(core, { object, options }, signal),
    patch: (key, patch, options, signal) => patchObject(core, { key, patch, options }, signal),
    delete: (key, options, signal) => deleteObject(core, { key, options }, signal),
    resourceFor: (kind, signal) => core.discovery.resourceFor(kind, signal),
    resources: (signal) => core.discovery.all(signal),
    serverVersion: async (signal) => {
      const { body } = await sendRequest(core.transport, { method: 'GET', path: '/version' }, signal);
      return parseVersion(body);
    },
    impersonate: (identity) => clientOf(new ClientCore(core.transport, core.discovery, identity)),
    raw: (request, signal) => core.transport.request(core.withIdentity(request), signal),
    rawStream: (request, signal) => core.transport.stream(core.withIdentity(request), signal),
    close: () => core.transport.close(),
  };
}

function parseVersion(body: unknown): Awaited<ReturnType<KubeClient['serverVersion']>> {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    major: text('major'),
    minor: text('minor'),
    gitVersion: text('gitVersion'),
    platform: text('platform'),
  };
}
