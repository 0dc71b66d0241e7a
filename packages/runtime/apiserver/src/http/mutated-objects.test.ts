import { Agent, request } from 'node:https';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, createApiServer } from '../api-server.js';
import { VALID_OBJECTS, type ValidObject } from '../testing/valid-objects.js';

/** The same requests every time, unless more are asked for. */
const RUNS =
  process.env['FUZZ_RUNS'] === undefined ? { numRuns: 400, seed: 1 } : { numRuns: Number(process.env['FUZZ_RUNS']) };

let server: ApiServer;
let client: KubeClient;
let url: string;
let token: string;
const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 4 });

beforeAll(async () => {
  // Controllers would make as many pods as they are told to.
  server = await createApiServer({ controllers: false });
  client = createKubeClient(server.transport());
  const address = await server.listen();
  url = address.url;
  token = /token: (\S+)/.exec(address.kubeconfig)?.[1] ?? '';
});
afterAll(async () => {
  agent.destroy();
  await client.close();
  await server.close();
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly accept: string;
  readonly body: string;
}

function send({ method, path, contentType, accept, body }: Sent): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': contentType, accept };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { method, headers, agent }, (message) => {
      let text = '';
      message.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      message.on('end', () => resolve({ status: message.statusCode ?? 0, text }));
    });
    outgoing.on('error', reject).end(body);
  });
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that fields are given which want something else. */
const odd: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  ...[null, true, false, 0, -1, 1, 1.5, 65536, 2147483648, 9007199254740992, 1e21, -1e-7],
  ...[
    '',
    ' ',
    'x',
    '-',
    '0',
    '-1',
    '1e3',
    '10Mi',
    '1.5',
    '100%',
    '101%',
    'a b',
    'A_b',
    'a/b',
    'a/b/c',
    '*',
    '\u0000',
    '\ud800',
  ],
  ...[
    'x'.repeat(64),
    'x'.repeat(254),
    'é',
    '2020-01-01T00:00:00Z',
    '1h',
    '::1',
    '10.0.0.300',
    'self.x',
    'object.x == 1',
    '(((',
    '{{',
  ],
  ...[
    [],
    [null],
    [[]],
    ['', ''],
    [{}],
    ['x', 'x'],
    [{ name: 'x' }, { name: 'x' }],
    {},
    { '': '' },
    { constructor: 1 },
    { a: { b: {} } },
  ],
);

type Place = readonly (string | number)[];

/** Everywhere in an object. */
function placesIn(value: Json, at: Place = []): Place[] {
  if (value === null || typeof value !== 'object') return [at];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...(at.length === 0 ? [] : [at]), ...entries.flatMap(([key, item]) => placesIn(item, [...at, key]))];
}

type Change =
  | { readonly kind: 'set'; readonly value: Json }
  | { readonly kind: 'remove' }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'double' };

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: odd.map((value) => ({ kind: 'set', value }) as const) },
  { weight: 2, arbitrary: fc.constant({ kind: 'remove' } as const) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('__proto__', 'constructor', 'toString', 'metadata', 'name', 'x', '$patch', '$retainKeys', '')
      .map((name) => ({ kind: 'rename', name }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'double' } as const) },
);

function changed(value: Json, [key, ...rest]: Place, what: Change): Json {
  if (value === null || typeof value !== 'object' || key === undefined) return value;
  const copy: Json = structuredClone(value);
  const fields = copy as { [key: string]: Json };
  if (rest.length > 0) {
    if (Object.hasOwn(fields, key)) define(fields, String(key), changed(fields[key] ?? null, rest, what));
    return copy;
  }
  if (what.kind === 'set') define(fields, String(key), what.value);
  else if (what.kind === 'remove') Array.isArray(copy) ? copy.splice(Number(key), 1) : delete fields[key];
  else if (Array.isArray(copy)) copy.push(structuredClone(copy[Number(key)] ?? null));
  else if (what.kind === 'rename') {
    define(fields, what.name, fields[key] ?? null);
    delete fields[key];
  } else define(fields, String(key), [fields[key] ?? null, fields[key] ?? null]);
  return copy;
}

/** A plain field, even by the name `__proto__`. */
function define(fields: object, key: string, value: Json): void {
  Object.defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
}

const verbs = fc.constantFrom(
  ...['POST', 'POST', 'PUT', 'merge-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml', 'json-patch+json'],
);
const query = fc.constantFrom(
  '',
  '',
  'dryRun=All',
  'fieldValidation=Strict',
  'fieldValidation=Ignore',
  'fieldManager=me',
);
const accept = fc.constantFrom(
  'application/json',
  'application/yaml',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
);

const mutated = fc
  .record({
    valid: fc.constantFrom(...VALID_OBJECTS),
    changes: fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 3 }),
    subresource: fc.constantFrom('', '', '', '', '/status', '/scale'),
    ...{ verb: verbs, query, accept },
  })
  .map(({ valid, changes, verb, query: asked, accept: wanted, subresource }) => {
    let object = valid.object as Json;
    for (const [n, what] of changes) {
      const places = placesIn(object);
      const place = places[n % places.length];
      if (place !== undefined) object = changed(object, place, what);
    }
    return toRequest({ valid, object, verb, query: asked, accept: wanted, subresource });
  });

interface Parts {
  readonly valid: ValidObject;
  readonly object: Json;
  readonly verb: string;
  readonly query: string;
  readonly accept: string;
  readonly subresource: string;
}

function toRequest({ valid, object, verb, query: asked, accept: wanted, subresource }: Parts): Sent {
  const isPatch = verb.includes('-');
  const single = `${valid.path}/${valid.object.metadata.name}${subresource}`;
  const force = verb.startsWith('apply') ? 'fieldManager=me&force=true' : '';
  const parameters = [asked, force].filter((each) => each !== '').join('&');
  return {
    method: isPatch ? 'PATCH' : verb,
    path: `${verb === 'POST' ? valid.path : single}${parameters === '' ? '' : `?${parameters}`}`,
    contentType: isPatch ? `application/${verb}` : 'application/json',
    accept: wanted,
    body: verb.startsWith('json-patch') ? JSON.stringify(asJsonPatch(object)) : JSON.stringify(object),
  };
}

function asJsonPatch(object: Json): Json {
  const fields = object === null || typeof object !== 'object' || Array.isArray(object) ? {} : object;
  return Object.entries(fields).map(([key, value]) => ({ op: 'add', path: `/${key}`, value }));
}

/** What became of an exception that nobody expected. Kubernetes itself has other answers with 500, to patches that do not fit. */
const CRASH = /Internal error occurred: (?!Object ''?apiVersion''? is missing)/;

describe('objects with something wrong in them', () => {
  test('as they are meant to be are taken', async () => {
    for (const { path, object } of VALID_OBJECTS) {
      const body = JSON.stringify(object);
      const sent = { method: 'POST', path, contentType: 'application/json', accept: 'application/json', body };
      const { status, text } = await send(sent);
      expect([status, text.slice(0, 300)], path).toEqual([201, expect.any(String)]);
    }
  });
  test(
    'are answered, and never with an unexpected error',
    async () => {
      const crashes = new Map<string, Sent>();
      const property = fc.asyncProperty(mutated, async (sent) => {
        const { status, text } = await send(sent);
        if (status >= 500 && CRASH.test(text)) crashes.set(text.replace(/\d+/g, '0').slice(0, 300), sent);
      });
      await fc.assert(property, RUNS);
      expect([...crashes]).toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect((await client.list({ apiVersion: 'v1', kind: 'Namespace' })).items.length).toBeGreaterThan(3);
    },
    Math.max(60_000, RUNS.numRuns * 50),
  );
});
