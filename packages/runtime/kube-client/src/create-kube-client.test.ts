import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { ApiError, createKubeClient, isApiError, NoMatchError, type WatchEvent } from './index.js';
import { ScriptedTransport } from './testing/scripted-transport.js';

const CORE = {
  body: {
    kind: 'APIResourceList',
    resources: [
      {
        name: 'configmaps',
        singularName: 'configmap',
        namespaced: true,
        kind: 'ConfigMap',
        verbs: ['get'],
        shortNames: ['cm'],
      },
      { name: 'namespaces', singularName: 'namespace', namespaced: false, kind: 'Namespace', verbs: ['get'] },
      { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get'], categories: ['all'] },
      { name: 'pods/log', namespaced: true, kind: 'Pod', verbs: ['get'] },
    ],
  },
};
const configMap = { apiVersion: 'v1', kind: 'ConfigMap' };
const key = { ...configMap, namespace: 'ns', name: 'a' };

function statusOf(code: number, reason: string, details?: object): object {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `${reason}!`, details },
  };
}

function clientOf(answers: ConstructorParameters<typeof ScriptedTransport>[0]) {
  const transport = new ScriptedTransport({ 'GET /api/v1': CORE, ...answers });
  let nowMs = 0;
  const client = createKubeClient(transport, { nowMs: () => nowMs });
  const asked = (): readonly string[] => transport.requests.map(({ method, path }) => `${method} ${path}`);
  return {
    client,
    transport,
    asked,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('paths', () => {
  it.each([
    ['an object of a namespace', key, undefined, '/api/v1/namespaces/ns/configmaps/a'],
    [
      'a cluster-scoped object, its namespace left out',
      { apiVersion: 'v1', kind: 'Namespace', namespace: 'x', name: 'n' },
      undefined,
      '/api/v1/namespaces/n',
    ],
    ['a subresource', key, { subresource: 'status' }, '/api/v1/namespaces/ns/configmaps/a/status'],
    [
      'a name with reserved characters',
      { ...key, name: 'system:a/b' },
      undefined,
      '/api/v1/namespaces/ns/configmaps/system%3Aa%2Fb',
    ],
  ])('reads %s', async (_name, object, options, path) => {
    const { client, asked } = clientOf({ [`GET ${path}`]: { body: { metadata: { name: 'x' } } } });
    await client.get(object, options);
    expect(asked()).toEqual(['GET /api/v1', `GET ${path}`]);
  });

  it.each([
    ['without a name', { ...key, name: '' }],
    ['with a name that climbs', { ...key, name: '..' }],
  ])('refuses a key %s before anything is sent', async (_name, object) => {
    const { client, asked } = clientOf({});
    await expect(client.get(object)).rejects.toThrow(RangeError);
    expect(asked()).toEqual(['GET /api/v1']);
  });
});

describe('reading', () => {
  it('gives an object the kind it was asked for', async () => {
    const { client } = clientOf({
      'GET /api/v1/namespaces/ns/configmaps/a': {
        body: { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata: { name: 'a' } },
      },
    });
    expect(await client.get(key, { as: 'metadata' })).toEqual({ ...configMap, metadata: { name: 'a' } });
  });

  it('asks for metadata alone by the accept header', async () => {
    const { client, transport } = clientOf({ 'GET /api/v1/configmaps': { body: { metadata: {}, items: [] } } });
    await client.list(configMap, { as: 'metadata' });
    expect(transport.requests.at(-1)?.headers?.['accept']).toBe(
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json',
    );
  });

  it('follows continue tokens and fills in the kinds', async () => {
    const { client } = clientOf({
      'GET /api/v1/namespaces/ns/configmaps?labelSelector=a=b&limit=500': {
        body: {
          kind: 'ConfigMapList',
          apiVersion: 'v1',
          metadata: { continue: 'tok', resourceVersion: '7' },
          items: [{ metadata: { name: 'a' } }],
        },
      },
      'GET /api/v1/namespaces/ns/configmaps?labelSelector=a=b&limit=500&continue=tok': {
        body: {
          kind: 'ConfigMapList',
          apiVersion: 'v1',
          metadata: { resourceVersion: '7' },
          items: [{ metadata: { name: 'b' } }],
        },
      },
    });
    const list = await client.list(configMap, { namespace: 'ns', labelSelector: 'a=b' });
    expect(list.items).toEqual([
      { ...configMap, metadata: { name: 'a' } },
      { ...configMap, metadata: { name: 'b' } },
    ]);
    expect(list.metadata.resourceVersion).toBe('7');
  });

  it('starts over with one whole list when a continue token expired', async () => {
    const { client } = clientOf({
      'GET /api/v1/configmaps?limit=1': {
        body: { metadata: { continue: 'old' }, items: [{ metadata: { name: 'a' } }] },
      },
      'GET /api/v1/configmaps?limit=1&continue=old': statusOf(410, 'Expired'),
      'GET /api/v1/configmaps': {
        body: { metadata: {}, items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }] },
      },
    });
    const list = await client.list(configMap, { chunkSize: 1 });
    expect(list.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  });

  it.each([
    ['the object', { 'GET /api/v1/namespaces/ns/configmaps/a': statusOf(404, 'NotFound', { name: 'a' }) }, key],
    ['the kind', {}, { ...key, kind: 'Unknown' }],
    ['the group', {}, { ...key, apiVersion: 'x.io/v1' }],
  ])('finds nothing when %s is not there', async (_name, answers, object) => {
    expect(await clientOf(answers).client.find(object)).toBeUndefined();
  });

  it('does not take another failure for absence', async () => {
    const { client } = clientOf({ 'GET /api/v1/namespaces/ns/configmaps/a': statusOf(403, 'Forbidden') });
    await expect(client.find(key)).rejects.toMatchObject({ code: 403, reason: 'Forbidden' });
  });
});

describe('watching', () => {
  async function eventsOf(events: readonly object[], signal = new AbortController().signal): Promise<WatchEvent[]> {
    const { client } = clientOf({ 'GET /api/v1/configmaps': { body: events } });
    const seen: WatchEvent[] = [];
    for await (const event of client.watch(configMap, { sendInitialEvents: true }, signal)) seen.push(event);
    return seen;
  }

  it('decodes events and bookmarks', async () => {
    const object = { metadata: { name: 'a' } };
    const seen = await eventsOf([
      { type: 'ADDED', object },
      {
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: '5', annotations: { 'k8s.io/initial-events-end': 'true' } } },
      },
      { type: 'BOOKMARK', object: { metadata: { resourceVersion: '6' } } },
      { type: 'DELETED', object },
    ]);
    expect(seen).toEqual([
      { type: 'ADDED', object: { ...configMap, ...object } },
      { type: 'BOOKMARK', resourceVersion: '5', initialEventsEnd: true },
      { type: 'BOOKMARK', resourceVersion: '6', initialEventsEnd: false },
      { type: 'DELETED', object: { ...configMap, ...object } },
    ]);
  });

  it('throws the status of an ERROR event', async () => {
    const { body } = statusOf(410, 'Expired') as { body: object };
    await expect(eventsOf([{ type: 'ERROR', object: body }])).rejects.toSatisfy((error) =>
      isApiError(error, 'Expired'),
    );
  });

  it.each([
    ['an unknown type', { type: 'ODD', object: {} }],
    ['an object without metadata', { type: 'ADDED', object: {} }],
  ])('refuses %s', async (_name, event) => {
    await expect(eventsOf([event])).rejects.toThrow(ApiError);
  });

  it('ends quietly once aborted', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await eventsOf([{ type: 'ODD' }], stop.signal)).toEqual([]);
  });
});

describe('writing', () => {
  const object: KubeObject = { ...configMap, metadata: { namespace: 'ns', name: 'a' }, data: { x: '1' } };
  const path = '/api/v1/namespaces/ns/configmaps/a';

  it.each([
    [
      'apply',
      'PATCH',
      (c: ReturnType<typeof clientOf>['client']) => c.apply(object, { fieldManager: 'm', force: true, dryRun: true }),
      { contentType: 'application/apply-patch+yaml', query: { dryRun: 'All', fieldManager: 'm', force: 'true' } },
    ],
    [
      'a merge patch of the status',
      'PATCH',
      (c: ReturnType<typeof clientOf>['client']) =>
        c.patch(key, { type: 'merge', body: { status: {} } }, { subresource: 'status' }),
      { contentType: 'application/merge-patch+json', path: `${path}/status` },
    ],
    [
      'a JSON patch',
      'PATCH',
      (c: ReturnType<typeof clientOf>['client']) => c.patch(key, { type: 'json', operations: [{ op: 'test' }] }),
      { contentType: 'application/json-patch+json', body: [{ op: 'test' }] },
    ],
    ['replace', 'PUT', (c: ReturnType<typeof clientOf>['client']) => c.replace(object), { body: object }],
    [
      'a foreground delete',
      'DELETE',
      (c: ReturnType<typeof clientOf>['client']) =>
        c.delete(key, { propagation: 'Foreground', preconditions: { uid: 'u' } }),
      {
        body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground', preconditions: { uid: 'u' } },
      },
    ],
  ] as const)('sends %s', async (_name, method, write, expected) => {
    const { client, transport } = clientOf({
      [`${method} ${path}`]: { body: object },
      [`${method} ${path}/status`]: { body: object },
    });
    await write(client);
    expect(transport.requests.at(-1)).toMatchObject({ method, ...expected });
  });

  it('creates in the namespace of the object, a subresource on the object', async () => {
    const { client, asked } = clientOf({ 'POST /api/v1/namespaces/ns/configmaps': {}, [`POST ${path}/eviction`]: {} });
    await client.create(object);
    await client.create(object, { subresource: 'eviction' });
    expect(asked().slice(1)).toEqual(['POST /api/v1/namespaces/ns/configmaps', `POST ${path}/eviction`]);
  });

  it.each([
    ['a Status', { kind: 'Status', status: 'Success' }, false],
    ['the object that has gone', object, false],
    [
      'the object that waits for finalizers',
      { ...object, metadata: { ...object.metadata, deletionTimestamp: '2024-01-01T00:00:00Z' } },
      true,
    ],
  ])('tells whether an object lives on after a delete answered with %s', async (_name, body, livesOn) => {
    const { client } = clientOf({ [`DELETE ${path}`]: { body } });
    expect((await client.delete(key)) !== undefined).toBe(livesOn);
  });

  it('acts for somebody else on every request but discovery', async () => {
    const { client, transport } = clientOf({ [`GET ${path}`]: { body: object } });
    await client.impersonate({ user: 'system:serviceaccount:ns:sa' }).get(key);
    expect(transport.requests.map(({ impersonate }) => impersonate?.user)).toEqual([
      undefined,
      'system:serviceaccount:ns:sa',
    ]);
  });
});

describe('errors', () => {
  it.each([
    [404, 'NotFound', 'the server could not find the requested resource'],
    [401, 'Unauthorized', 'the server has asked for the client to provide credentials'],
    [500, 'InternalError', 'an error on the server ("boom") has prevented the request from succeeding'],
    [418, '', 'the server responded with the status code 418 but did not return more information'],
  ])('makes up a Status for a bare %d', async (status, reason, message) => {
    const { client } = clientOf({ 'GET /api/v1/namespaces/ns/configmaps/a': { status, body: 'boom' } });
    await expect(client.get(key)).rejects.toMatchObject({ reason, message, code: status });
  });

  it('says which kind is not served', async () => {
    await expect(clientOf({}).client.get({ ...key, apiVersion: 'x.io/v1', kind: 'Foo' })).rejects.toSatisfy(
      (error) => error instanceof NoMatchError && error.message === 'no matches for kind "Foo" in version "x.io/v1"',
    );
  });

  it('comes back later when told to', async () => {
    const busy = { ...statusOf(429, 'TooManyRequests'), headers: { 'retry-after': '0' } };
    const { client, asked } = clientOf({
      'GET /api/v1/namespaces/ns/configmaps/a': [busy, busy, { body: { metadata: { name: 'a' } } }],
    });
    await client.get(key);
    expect(asked()).toHaveLength(4);
  });
});

describe('discovery', () => {
  it('asks a group version once, also for many at once', async () => {
    const { client, asked } = clientOf({});
    await Promise.all([client.resourceFor(configMap), client.resourceFor({ apiVersion: 'v1', kind: 'Pod' })]);
    expect(asked()).toEqual(['GET /api/v1']);
    expect(await client.resourceFor({ apiVersion: 'v1', kind: 'Pod' })).toMatchObject({
      subresources: ['log'],
      categories: ['all'],
    });
  });

  it('asks for an unknown kind anew, but at most once a second', async () => {
    const { client, asked, advance } = clientOf({});
    const unknown = { apiVersion: 'v1', kind: 'Unknown' };
    await client.resourceFor(unknown);
    await client.resourceFor(unknown);
    expect(asked()).toHaveLength(1);
    advance(1000);
    await client.resourceFor(unknown);
    expect(asked()).toHaveLength(2);
  });

  it('asks again after a path was not found, and after discovery failed', async () => {
    const { client, asked } = clientOf({
      'GET /apis/x.io/v1': [
        { status: 500 },
        { body: { resources: [{ name: 'foos', kind: 'Foo', namespaced: true }] } },
      ],
    });
    const foo = { apiVersion: 'x.io/v1', kind: 'Foo', namespace: 'ns', name: 'a' };
    await expect(client.get(foo)).rejects.toThrow();
    await expect(client.get(foo)).rejects.toThrow('could not find');
    await expect(client.get(foo)).rejects.toThrow('could not find');
    expect(asked().filter((line) => line === 'GET /apis/x.io/v1')).toHaveLength(3);
  });

  const aggregated = (name: string, version: string, kind: string, resource: string) => ({
    body: {
      kind: 'APIGroupDiscoveryList',
      items: [
        {
          metadata: { name },
          versions: [
            {
              version,
              resources: [
                {
                  resource,
                  responseKind: { kind },
                  scope: 'Namespaced',
                  singularResource: 'x',
                  verbs: ['get'],
                  subresources: [{ subresource: 'status' }],
                },
              ],
            },
          ],
        },
      ],
    },
  });

  it('lists every resource from aggregated discovery', async () => {
    const { client } = clientOf({
      'GET /api': aggregated('', 'v1', 'Pod', 'pods'),
      'GET /apis': aggregated('apps', 'v1', 'Deployment', 'deployments'),
    });
    expect(
      (await client.resources()).map(({ apiVersion, kind, subresources }) => [apiVersion, kind, subresources]),
    ).toEqual([
      ['v1', 'Pod', ['status']],
      ['apps/v1', 'Deployment', ['status']],
    ]);
  });

  it('lists every resource from plain discovery, preferred versions first', async () => {
    const { client } = clientOf({
      'GET /api': { body: { kind: 'APIVersions', versions: ['v1'] } },
      'GET /apis': {
        body: {
          kind: 'APIGroupList',
          groups: [
            {
              name: 'x.io',
              preferredVersion: { groupVersion: 'x.io/v2' },
              versions: [{ groupVersion: 'x.io/v1' }, { groupVersion: 'x.io/v2' }],
            },
          ],
        },
      },
      'GET /apis/x.io/v1': { body: { resources: [{ name: 'foos', kind: 'Foo' }] } },
      'GET /apis/x.io/v2': { body: { resources: [{ name: 'foos', kind: 'Foo' }] } },
    });
    expect((await client.resources()).map(({ apiVersion }) => apiVersion)).toEqual([
      'v1',
      'v1',
      'v1',
      'x.io/v2',
      'x.io/v1',
    ]);
  });
});
