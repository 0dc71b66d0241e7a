import { generateKeyPairSync, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDispatcherPool, type DispatcherPool } from '@gotk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGithubAppTokens, type GithubApp, readGithubApp } from './github-app-tokens.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const NOW = Date.UTC(2024, 0, 1);

describe('tokens of a GitHub App', () => {
  let server: Server;
  let pool: DispatcherPool;
  let app: GithubApp;
  let nowMs: number;
  const requests: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      const answer = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (!isSigned(request.headers.authorization ?? '')) return answer(401, { message: 'Bad credentials' });
      if (request.url === '/api/orgs/a-user/installation') return answer(404, { message: 'Not Found' });
      if (request.url === '/api/users/a-user/installation') return answer(200, { id: 7 });
      if (request.url !== '/api/app/installations/7/access_tokens') return answer(404, { message: 'Not Found' });
      return answer(201, { token: `token-${requests.length}`, expires_at: new Date(nowMs + 600_000).toISOString() });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    pool = createDispatcherPool();
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
    app = { appId: 42, installation: { id: 7 }, privateKey: PEM, baseUrl };
  });
  afterAll(async () => {
    await pool.close();
    server.close();
  });
  beforeEach(() => {
    nowMs = NOW;
    requests.length = 0;
  });

  function isSigned(authorization: string): boolean {
    const [header = '', payload = '', signature = ''] = authorization.replace('Bearer ', '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const now = nowMs / 1000;
    const signed = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      publicKey,
      Buffer.from(signature, 'base64url'),
    );
    return signed && claims['iss'] === '42' && claims['iat'] === now - 30 && claims['exp'] === now + 90;
  }

  const create = (maxTokens = 100) => createGithubAppTokens({ pool, nowMs: () => nowMs, maxTokens });
  const signal = (): AbortSignal => AbortSignal.timeout(10_000);

  test('are asked for with a signed request, and kept until they are about to expire', async () => {
    const tokens = create();
    const first = await tokens.tokenFor(app, {}, signal());
    expect(await tokens.tokenFor(app, {}, signal())).toBe(first);
    nowMs += 545_000;
    expect(await tokens.tokenFor(app, {}, signal())).not.toBe(first);
    expect(requests).toEqual(Array(2).fill('POST /api/app/installations/7/access_tokens'));
  });

  test('are not kept when the cache has no room', async () => {
    const tokens = create(0);
    await tokens.tokenFor(app, {}, signal());
    await tokens.tokenFor(app, {}, signal());
    expect(requests).toHaveLength(2);
  });

  test('of an installation that is known by its owner', async () => {
    await create().tokenFor({ ...app, installation: { owner: 'a-user' } }, {}, signal());
    expect(requests).toEqual([
      'GET /api/orgs/a-user/installation',
      'GET /api/users/a-user/installation',
      'POST /api/app/installations/7/access_tokens',
    ]);
  });

  test('the error of the API is told', async () => {
    const other = create().tokenFor({ ...app, installation: { id: 8 } }, {}, signal());
    await expect(other).rejects.toThrow(`POST ${app.baseUrl}/app/installations/8/access_tokens: 404 Not Found []`);
    const nobody = create().tokenFor({ ...app, installation: { owner: 'nobody' } }, {}, signal());
    await expect(nobody).rejects.toThrow(
      /failed to find organization installation: .*\nfailed to find user installation: /,
    );
  });

  test('a key that is none is not shown', async () => {
    const broken = create().tokenFor({ ...app, privateKey: 'not-a-key' }, {}, signal());
    await expect(broken).rejects.toThrow('could not parse private key: invalid key');
    await expect(broken).rejects.not.toThrow('not-a-key');
  });
});

describe('readGithubApp', () => {
  const base = { githubAppID: '42', githubAppPrivateKey: 'key' };
  test.each([
    {
      name: 'an installation',
      data: { ...base, githubAppInstallationID: '7' },
      want: { appId: 42, installation: { id: 7 }, baseUrl: 'https://api.github.com' },
    },
    {
      name: 'an owner',
      data: { ...base, githubAppInstallationOwner: 'org', githubAppBaseURL: 'https://ghe/api/v3/' },
      want: { installation: { owner: 'org' }, baseUrl: 'https://ghe/api/v3' },
    },
  ])('$name', ({ data, want }) => {
    expect(readGithubApp(new Map(Object.entries(data)), 'ns/app')).toMatchObject(want);
  });

  test.each([
    {
      name: 'both',
      data: { ...base, githubAppInstallationID: '7', githubAppInstallationOwner: 'org' },
      message: "secret 'ns/app' must contain exactly one of 'githubAppInstallationOwner' or 'githubAppInstallationID'",
    },
    { name: 'neither', data: base, message: "secret 'ns/app' must contain exactly one of" },
    {
      name: 'an ID that is no number',
      data: { ...base, githubAppID: 'x', githubAppInstallationID: '7' },
      message: 'app ID must be provided',
    },
  ])('$name', ({ data, message }) => {
    expect(() => readGithubApp(new Map(Object.entries(data)), 'ns/app')).toThrow(message);
  });

  test('another Secret', () => {
    expect(readGithubApp(new Map([['username', 'x']]), 'ns/app')).toBeUndefined();
  });
});
