import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiServer, type ApiServerOptions, createApiServer } from '../../api-server.js';
import { secretsInMemory } from '../../core/secret-files.js';
import { CertificateAuthority } from '../../http/certificate-authority.js';

interface Converted {
  readonly apiVersion: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly hostPort?: string; readonly host?: string; readonly port?: number };
}

interface Review {
  readonly apiVersion: string;
  readonly kind: string;
  readonly request: {
    readonly uid: string;
    readonly desiredAPIVersion: string;
    readonly objects: readonly Converted[];
  };
}

let hook: Server;
let change: (response: Record<string, unknown>) => object;
let server: ApiServer;
let client: KubeClient;
let caBundle: string;

/** v1 has `hostPort`, v2 has `host` and `port`. */
function convert({ request: { uid, desiredAPIVersion, objects } }: Review): Record<string, unknown> {
  const convertedObjects = objects.map(({ spec, ...rest }) => {
    const [host, port] = (spec.hostPort ?? '').split(':');
    const next = desiredAPIVersion.endsWith('v2')
      ? { host, port: Number(port) }
      : { hostPort: `${spec.host}:${spec.port}` };
    return { ...rest, apiVersion: desiredAPIVersion, spec: next };
  });
  return { uid, result: { status: 'Success' }, convertedObjects };
}

beforeEach(async () => {
  change = (response) => response;
  const authority = new CertificateAuthority(secretsInMemory(), { now: () => Date.now() });
  caBundle = Buffer.from(authority.certificate).toString('base64');
  hook = createServer(authority.issue(['localhost', '127.0.0.1']), (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const review = JSON.parse(Buffer.concat(chunks).toString()) as Review;
      const { apiVersion, kind } = review;
      response.end(JSON.stringify({ apiVersion, kind, response: change(convert(review)) }));
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await server.close();
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
});

const TEXT = { type: 'string' };
const version = (name: string, properties: object, more: object = {}) => ({
  name,
  served: true,
  storage: name === 'v1',
  schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } } },
  ...more,
});

async function define(conversion: object, options: ApiServerOptions = {}): Promise<void> {
  server = await createApiServer(options);
  client = createKubeClient(server.transport());
  await client.create({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'services.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'services', kind: 'Service' },
      versions: [
        version('v1', { hostPort: TEXT, added: { type: 'string', default: 'x' } }),
        version(
          'v2',
          { host: TEXT, port: { type: 'integer' }, color: { ...TEXT, enum: ['red'] } },
          { selectableFields: [{ jsonPath: '.spec.host' }] },
        ),
      ],
      conversion,
    },
  } as never);
  await expect.poll(() => statusOf('v2')).toBe(200);
}

const path = (apiVersion: string, name = '') => `/apis/example.com/${apiVersion}/namespaces/default/services${name}`;

async function statusOf(apiVersion: string): Promise<number> {
  const { status } = await server.transport().request({ method: 'GET', path: path(apiVersion) });
  return status;
}

async function ask(method: string, to: string, body?: object, query: Readonly<Record<string, string>> = {}) {
  const answer = await server.transport().request({
    method: method as 'GET',
    path: to,
    query,
    ...(body === undefined ? {} : { body: body as never }),
    ...(method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {}),
  });
  const { spec, items, message } = answer.body as { spec?: object; items?: readonly Converted[]; message?: string };
  return { shown: message ?? spec ?? items?.map((item) => item.spec), warnings: answer.warnings };
}

const object = (apiVersion: string, name: string, spec: object) => ({
  apiVersion: `example.com/${apiVersion}`,
  kind: 'Service',
  metadata: { name },
  spec,
});

const webhook = () => ({
  strategy: 'Webhook',
  webhook: {
    clientConfig: { url: `https://localhost:${(hook.address() as AddressInfo).port}/convert`, caBundle },
    conversionReviewVersions: ['v1'],
  },
});

const toNowhere = {
  strategy: 'Webhook',
  webhook: {
    clientConfig: { service: { namespace: 'default', name: 'nobody' } },
    conversionReviewVersions: ['v1'],
  },
};

describe('a conversion webhook', () => {
  test('converts what is read and written', async () => {
    await define(webhook());
    await ask('POST', path('v1'), object('v1', 'a', { hostPort: 'h:1' }));
    expect((await ask('GET', path('v2', '/a'))).shown).toEqual({ host: 'h', port: 1 });
    expect((await ask('POST', path('v2'), object('v2', 'b', { host: 'i', port: 2 }))).shown).toEqual({
      host: 'i',
      port: 2,
    });
    expect((await ask('PATCH', path('v2', '/a'), { spec: { port: 9 } })).shown).toEqual({ host: 'h', port: 9 });
    expect((await ask('GET', path('v1'))).shown).toEqual([
      { hostPort: 'h:9', added: 'x' },
      { hostPort: 'i:2', added: 'x' },
    ]);
    const selected = await ask('GET', path('v2'), undefined, { fieldSelector: 'spec.host=i' });
    expect(selected.shown).toEqual([{ host: 'i', port: 2 }]);
  });

  test('gives watchers the version that they asked for', async () => {
    await define(webhook());
    await ask('POST', path('v1'), object('v1', 'a', { hostPort: 'h:1' }));
    const stop = new AbortController();
    const events = client.watch({ apiVersion: 'example.com/v2', kind: 'Service' }, {}, stop.signal);
    for await (const event of events) {
      expect(event).toMatchObject({ type: 'ADDED', object: { apiVersion: 'example.com/v2', spec: { host: 'h' } } });
      break;
    }
    stop.abort();
  });

  const broken: readonly (readonly [string, (response: Record<string, unknown>) => object, string])[] = [
    ['fails', () => ({ result: { status: 'Failure', message: 'no way' } }), 'failed: expected response.uid='],
    ['says no', (given) => ({ ...given, result: { status: 'Failure', message: 'no way' } }), 'failed: no way'],
    ['loses objects', (given) => ({ ...given, convertedObjects: [] }), 'returned 0 objects, expected 1'],
    [
      'changes names',
      (given) => ({ ...given, convertedObjects: renamed(given) }),
      'returned invalid object: must have the same name: a != other',
    ],
  ];
  test.each(broken)('that %s fails the request', async (_, answer, why) => {
    await define(webhook());
    await ask('POST', path('v1'), object('v1', 'a', { hostPort: 'h:1' }));
    change = answer;
    const { shown } = await ask('GET', path('v2', '/a'));
    expect(shown).toContain(`conversion webhook for example.com/v1, Kind=Service ${why}`);
  });

  test('without a service fails the request', async () => {
    await define(toNowhere);
    const { shown } = await ask('POST', path('v2'), object('v2', 'a', { host: 'h' }));
    expect(shown).toContain('conversion webhook for example.com/v2, Kind=Service failed: Post "https://nobody');
  });
});

function renamed({ convertedObjects }: Record<string, unknown>): readonly object[] {
  return (convertedObjects as readonly Converted[]).map((item) => ({
    ...item,
    metadata: { ...item.metadata, name: 'other' },
  }));
}

describe('without a webhook', () => {
  test('versions differ in name, and each sees its own fields', async () => {
    await define({ strategy: 'None' });
    await ask('POST', path('v2'), object('v2', 'a', { host: 'h', port: 1 }));
    expect((await ask('GET', path('v1', '/a'))).shown).toEqual({ added: 'x' });
    expect((await ask('GET', path('v2', '/a'))).shown).toEqual({});
  });

  test('what is written must fit the schema of its own version', async () => {
    await define({ strategy: 'None' });
    const { shown } = await ask('POST', path('v2'), object('v2', 'a', { color: 'blue' }));
    expect(shown).toContain('spec.color: Unsupported value: "blue"');
  });

  test('objects get defaults that their definition has since then', async () => {
    await define({ strategy: 'None' });
    await ask('POST', path('v1'), object('v1', 'a', {}));
    const key = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'services.example.com',
    };
    const place = '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/late';
    const operations = [{ op: 'add', path: place, value: { ...TEXT, default: 'y' } }];
    await client.patch(key, { type: 'json', operations });
    await expect.poll(async () => (await ask('GET', path('v1', '/a'))).shown).toEqual({ added: 'x', late: 'y' });
  });
});
