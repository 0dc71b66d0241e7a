import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { HttpRequest, HttpSend } from '@gotk/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOciClient,
  dockerConfigCredentials,
  type OciRegistryServer,
  parseChallenges,
  parseReference,
  parseRepositoryName,
  serveOciRegistry,
} from '../index.js';

const signal = new AbortController().signal;

const send: HttpSend = async ({ method, url, headers, body }: HttpRequest) => {
  const response = await fetch(url, {
    method,
    headers: headers ?? {},
    body: body === undefined ? null : Buffer.from(body),
    redirect: 'manual',
  });
  return {
    status: response.status,
    url,
    headers: Object.fromEntries(response.headers),
    body: (response.body ?? []) as AsyncIterable<Uint8Array>,
    dump: async () => {
      await response.arrayBuffer();
    },
  };
};

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

describe('references', () => {
  it.each([
    ['oci://ghcr.io/stefanprodan/charts/podinfo', { registry: 'ghcr.io', repository: 'stefanprodan/charts/podinfo' }],
    ['ghcr.io/a/b:v1', { registry: 'ghcr.io', repository: 'a/b', tag: 'v1' }],
    ['localhost:5000/a/b:v1', { registry: 'localhost:5000', repository: 'a/b', tag: 'v1' }],
    ['redis', { registry: 'index.docker.io', repository: 'library/redis' }],
    ['docker.io/org/app', { registry: 'index.docker.io', repository: 'org/app' }],
    [
      `ghcr.io/a/b:v1@sha256:${'0'.repeat(64)}`,
      { registry: 'ghcr.io', repository: 'a/b', tag: 'v1', digest: `sha256:${'0'.repeat(64)}` },
    ],
  ])('%s', (text, expected) => expect(parseReference(text)).toEqual(expected));

  it.each([
    [
      'oci://127.0.0.1:5000/a/b:v1',
      'repository can only contain the characters `abcdefghijklmnopqrstuvwxyz0123456789_-./`: a/b:v1',
    ],
    [
      'ghcr.io/Upper/b',
      'repository can only contain the characters `abcdefghijklmnopqrstuvwxyz0123456789_-./`: Upper/b',
    ],
    ['ghcr.io/', 'repository must be between 2 and 255 characters in length: '],
  ])('%s as a repository is refused', (text, message) => expect(() => parseRepositoryName(text)).toThrow(message));
});

describe('credentials of a Docker config', () => {
  const lookup = dockerConfigCredentials(
    JSON.stringify({
      auths: {
        'ghcr.io': { auth: Buffer.from('user:pass').toString('base64') },
        'ghcr.io/org': { username: 'org', password: 'secret' },
        '*.example.com': { registrytoken: 'token' },
        'https://index.docker.io/v1/': { identitytoken: 'refresh' },
      },
    }),
  );

  it.each([
    ['ghcr.io/any/app', { kind: 'basic', username: 'user', password: 'pass' }],
    ['ghcr.io/org/app', { kind: 'basic', username: 'org', password: 'secret' }],
    ['ghcr.io/organisation/app', { kind: 'basic', username: 'user', password: 'pass' }],
    ['eu.example.com/app/x', { kind: 'bearer', token: 'token' }],
    ['redis', { kind: 'identity-token', token: 'refresh' }],
    ['quay.io/a/b', { kind: 'anonymous' }],
  ])('%s', (name, expected) => expect(lookup(parseRepositoryName(name))).toEqual(expected));

  it('never shows what it could not read', () => {
    expect(() => dockerConfigCredentials('{"auths": "hunter2')).toThrow(
      /^invalid Docker config: expected a JSON object with "auths"$/,
    );
  });
});

it('reads challenges', () => {
  expect(
    parseChallenges('Bearer realm="https://auth.example/token",service="reg",scope="a,b", Basic realm="x"'),
  ).toEqual([
    { scheme: 'bearer', parameters: { realm: 'https://auth.example/token', service: 'reg', scope: 'a,b' } },
    { scheme: 'basic', parameters: { realm: 'x' } },
  ]);
});

describe('a registry', () => {
  let registry: OciRegistryServer;
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, layers: [] }));

  beforeAll(async () => {
    registry = await serveOciRegistry({ basicAuth: { username: 'user', password: 'pass' } });
  });
  afterAll(() => registry.close());

  const client = () =>
    createOciClient({
      send,
      credentials: dockerConfigCredentials(
        JSON.stringify({ auths: { [registry.address]: { username: 'user', password: 'pass' } } }),
      ),
    });
  const name = () => ({ registry: registry.address, repository: 'org/app' });

  it('takes and gives blobs, manifests and tags', async () => {
    const blob = Buffer.from('layer');
    expect(await client().pushBlob(name(), blob, signal)).toBe(digestOf(blob));
    expect(await client().pushManifest(name(), { reference: 'v1', mediaType, bytes: manifest }, signal)).toBe(
      digestOf(manifest),
    );
    await client().pushManifest(name(), { reference: 'v2', mediaType, bytes: manifest }, signal);
    expect(await client().resolve(name(), 'v1', signal)).toBe(digestOf(manifest));
    expect(await client().listTags(name(), signal)).toEqual(['v1', 'v2']);
    expect((await client().fetchManifest(name(), digestOf(manifest), signal)).content['schemaVersion']).toBe(2);
    expect(
      Buffer.from(await client().fetchBlob(name(), { digest: digestOf(blob), limitBytes: 100 }, signal)).toString(),
    ).toBe('layer');
  });

  it.each([
    ['an unknown tag', 'org/app', 'v9', 'MANIFEST_UNKNOWN: Unknown manifest'],
    ['an unknown repository', 'org/none', 'latest', 'NAME_UNKNOWN: Unknown name'],
  ])('says what is wrong with %s', async (_what, repository, tag, text) => {
    const url = `http://${registry.address}/v2/${repository}/manifests/${tag}`;
    await expect(client().resolve({ registry: registry.address, repository }, tag, signal)).rejects.toThrow(
      `GET ${url}: ${text}`,
    );
  });

  it('refuses a blob beyond the limit', async () => {
    const digest = registry.putBlob('org/app', Buffer.alloc(1000));
    await expect(client().fetchBlob(name(), { digest, limitBytes: 999 }, signal)).rejects.toThrow(
      'is larger than 999 bytes',
    );
  });

  it('is not entered without credentials', async () => {
    await expect(createOciClient({ send }).listTags(name(), signal)).rejects.toThrow(
      'UNAUTHORIZED: authentication required',
    );
  });
});

describe('the scheme', () => {
  it.each([
    ['localhost:5000', {}, 'http'],
    ['127.0.0.1:5000', { insecure: false }, 'http'],
    ['localhost:5000', { tlsOnLoopback: true }, 'https'],
    ['localhost:5000', { tlsOnLoopback: true, insecure: true }, 'http'],
    ['ghcr.io', {}, 'https'],
    ['ghcr.io', { insecure: true }, 'http'],
  ])('for %s with %j is %s', async (registry, options, expected) => {
    const asked: string[] = [];
    const refuse: HttpSend = ({ url }) => {
      asked.push(new URL(url).protocol);
      return Promise.reject(new Error('asked'));
    };
    const client = createOciClient({ send: refuse, retries: 0, ...options });
    await expect(client.listTags({ registry, repository: 'a' }, signal)).rejects.toThrow();
    expect(asked).toEqual([`${expected}:`]);
  });
});

describe('the token dance', () => {
  let server: Server;
  let address: string;
  const seen: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
      if (request.url?.startsWith('/token') === true) {
        response.end(JSON.stringify({ token: 'granted' }));
        return;
      }
      if (request.headers.authorization === 'Bearer granted') {
        response.end(JSON.stringify({ tags: ['a'] }));
        return;
      }
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${address}/token",service="reg"` }).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const bound = server.address();
    address = `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  });
  afterAll(() => server.close());

  it('asks the token service once and keeps the token', async () => {
    const client = createOciClient({ send, credentials: () => ({ kind: 'basic', username: 'u', password: 'p' }) });
    const name = { registry: address, repository: 'org/app' };
    expect(await client.listTags(name, signal)).toEqual(['a']);
    expect(await client.listTags(name, signal)).toEqual(['a']);
    expect(seen).toEqual([
      'GET /v2/org/app/tags/list?n=1000 -',
      `GET /token?scope=repository%3Aorg%2Fapp%3Apull&service=reg Basic ${Buffer.from('u:p').toString('base64')}`,
      'GET /v2/org/app/tags/list?n=1000 Bearer granted',
      'GET /v2/org/app/tags/list?n=1000 Bearer granted',
    ]);
  });
});
