import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDispatcherPool, createHttpSend, type HttpSend } from '@gotk/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loginToGit } from './git-login.js';
import { keepLogins } from './keep-logins.js';
import { type CloudProvider, loginToRegistry } from './registry-login.js';

const NOW_MS = Date.UTC(2026, 0, 1);
const { signal } = new AbortController();
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const expiration = new Date(NOW_MS + 3_600_000).toISOString();
const pool = createDispatcherPool();
let base = '';
let asked: string[] = [];

/** Answers as the clouds' public documentation says; a request that they would refuse is refused. */
async function answer(request: IncomingMessage): Promise<string | undefined> {
  const url = new URL(request.url ?? '/', 'http://cloud');
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const fields = new URLSearchParams(body);
  const { headers } = request;
  asked.push(`${request.method} ${url.pathname}`);
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /ecr': {
      const isSigned = headers.authorization?.endsWith(`Signature=${signatureOf(request, body)}`) === true;
      const isTarget = String(headers['x-amz-target']).endsWith('.GetAuthorizationToken');
      const authorizationToken = Buffer.from('AWS:password').toString('base64');
      const data = { authorizationToken, expiresAt: (NOW_MS + 43_200_000) / 1000 };
      return isSigned && isTarget ? JSON.stringify({ authorizationData: [data] }) : undefined;
    }
    case 'POST /sts': {
      const isAsked = fields.get('Action') === 'AssumeRoleWithWebIdentity' && fields.get('RoleArn') === 'arn:role';
      if (!isAsked || fields.get('WebIdentityToken') !== 'jwt of /token') return undefined;
      const keys = '<AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>';
      return `<Credentials>${keys}<SessionToken>session</SessionToken><Expiration>${expiration}</Expiration></Credentials>`;
    }
    case 'GET /container':
      return headers.authorization === 'jwt of /pod' ? keysJson('AKIDPOD') : undefined;
    case 'PUT /latest/api/token':
      return 'metadata-token';
    case 'GET /latest/meta-data/iam/security-credentials/':
      return headers['x-aws-ec2-metadata-token'] === 'metadata-token' ? 'node-role' : undefined;
    case 'GET /latest/meta-data/iam/security-credentials/node-role':
      return keysJson('AKIDNODE');
    case 'GET /computeMetadata/v1/instance/service-accounts/default/token':
      return headers['metadata-flavor'] === 'Google' ? tokenJson('google') : undefined;
    case 'POST /tenant/oauth2/v2.0/token':
      return fields.get('client_assertion') === 'jwt of /azure' && fields.get('client_id') === 'client'
        ? tokenJson('entra')
        : undefined;
    case 'GET /metadata/identity/oauth2/token':
      return headers['metadata'] === 'true' ? tokenJson('machine') : undefined;
    case 'POST /oauth2/exchange': {
      const isAsked = fields.get('service') === 'team.azurecr.io' && fields.get('grant_type') === 'access_token';
      return isAsked ? JSON.stringify({ refresh_token: `refresh-${fields.get('access_token')}` }) : undefined;
    }
    default:
      return undefined;
  }
}

function keysJson(accessKey: string): string {
  return JSON.stringify({
    AccessKeyId: accessKey,
    SecretAccessKey: 'secret',
    Token: 'session',
    Expiration: expiration,
  });
}

function tokenJson(token: string): string {
  return JSON.stringify({ access_token: token, expires_in: 3600, token_type: 'Bearer' });
}

/** Version 4 of AWS's signatures, computed anew from what came. */
function signatureOf({ headers, method }: IncomingMessage, body: string): string {
  const [, scope = '', names = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`);
  const payload = String(headers['x-amz-content-sha256'] ?? sha256(body));
  const canonical = [method, '/ecr', '', ...lines, '', names, payload].join('\n');
  const text = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<Buffer | string>((known, part) => hmac(known, part), 'AWS4secret');
  return hmac(key, text).toString('hex');
}

const server = createServer((request, response) => {
  answer(request).then(
    (text) => (text === undefined ? response.writeHead(403).end('{"error":"denied"}') : response.end(text)),
    () => response.writeHead(500).end(),
  );
});

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await pool.close();
  server.close();
});

/** Registries are at the cloud's addresses. */
const send: HttpSend = (request, wanted) =>
  createHttpSend(pool)({ ...request, url: request.url.replace('https://team.azurecr.io', base) }, wanted);

function login(provider: CloudProvider, registry: string, env: Readonly<Record<string, string>>) {
  asked = [];
  const readFile = (path: string): Promise<string> => Promise.resolve(`jwt of ${path}\n`);
  return loginToRegistry({ send, env, readFile, nowMs: () => NOW_MS }, { provider, registry }, signal);
}

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

const federated = () => ({
  AZURE_FEDERATED_TOKEN_FILE: '/azure',
  AZURE_TENANT_ID: 'tenant',
  AZURE_CLIENT_ID: 'client',
  AZURE_AUTHORITY_HOST: `${base}/`,
});

describe('a login to a registry of a cloud', () => {
  it.each([
    ['keys in variables', () => KEYS, ['POST /ecr']],
    [
      'the role of a service account',
      () => ({
        AWS_ROLE_ARN: 'arn:role',
        AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
        AWS_ENDPOINT_URL_STS: `${base}/sts`,
      }),
      ['POST /sts', 'POST /ecr'],
    ],
    [
      'the identity of a pod',
      () => ({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${base}/container`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/pod',
      }),
      ['GET /container', 'POST /ecr'],
    ],
    [
      'the machine',
      () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: base }),
      [
        'PUT /latest/api/token',
        'GET /latest/meta-data/iam/security-credentials/',
        'GET /latest/meta-data/iam/security-credentials/node-role',
        'POST /ecr',
      ],
    ],
  ])('of AWS is made with %s', async (_name, env, requests) => {
    const { value, expiresAtMs } = await login('aws', ECR, { AWS_ENDPOINT_URL_ECR: `${base}/ecr`, ...env() });
    expect(value).toEqual({ username: 'AWS', password: 'password' });
    expect(expiresAtMs).toBe(NOW_MS + 43_200_000);
    expect(asked).toEqual(requests);
  });

  it('of Google Cloud is made with a token of the machine', async () => {
    const env = { GCE_METADATA_HOST: base.slice('http://'.length) };
    const { value, expiresAtMs } = await login('gcp', 'europe-docker.pkg.dev', env);
    expect(value).toEqual({ username: 'oauth2accesstoken', password: 'google' });
    expect(expiresAtMs).toBe(NOW_MS + 3_600_000);
  });

  it.each([
    ['a service account', federated, 'refresh-entra'],
    ['the machine', () => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: base }), 'refresh-machine'],
  ])('of Azure is made with a token of %s', async (_name, env, password) => {
    const { value } = await login('azure', 'team.azurecr.io', env());
    expect(value).toEqual({ username: '00000000-0000-0000-0000-000000000000', password });
  });

  it.each([
    ['aws', 'ghcr.io', "invalid AWS registry: 'ghcr.io'. must match ^[0-9]"],
    ['azure', 'ghcr.io', "invalid Azure registry: 'ghcr.io'. must match ^.+"],
    ['gcp', 'ghcr.io', "invalid GCP registry: 'ghcr.io'. must match ^((("],
  ] as const)('of %s is none for %s', async (provider, registry, problem) => {
    await expect(Promise.resolve().then(() => login(provider, registry, KEYS))).rejects.toThrow(problem);
  });

  it('that is refused tells the status, and nothing secret', async () => {
    const env = { ...KEYS, AWS_SECRET_ACCESS_KEY: 'wrong', AWS_ENDPOINT_URL_ECR: `${base}/ecr` };
    await expect(login('aws', ECR, env)).rejects.toThrow(`POST ${base}/ecr: unexpected status code 403: denied`);
  });
});

describe('a login to a Git server of a cloud', () => {
  const readFile = (path: string): Promise<string> => Promise.resolve(`jwt of ${path}\n`);
  const to = (provider: 'aws' | 'azure', url: string, env: Readonly<Record<string, string>>) =>
    loginToGit({ send, env, readFile, nowMs: () => NOW_MS }, { provider, url: new URL(url) }, signal);
  const repository = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/app';

  it('of AWS is a signature of the address, good for a quarter of an hour', async () => {
    const { value, expiresAtMs } = await to('aws', repository, { ...KEYS, AWS_SESSION_TOKEN: 'session' });
    // Computed apart from this, in the form that AWS's own helper for Git uses: method GIT, the path, and host alone.
    const password = '20260101T000000Z0fb23587b8534f0c906c177c6ecb2f1aef689d58d49b103757e2bb283513e128';
    expect(value).toEqual({ kind: 'basic', username: 'AKIDEXAMPLE%session', password });
    expect(expiresAtMs).toBe(NOW_MS + 900_000);
  });

  it('of Azure is a token for DevOps', async () => {
    const { value } = await to('azure', 'https://dev.azure.com/org/project/_git/app', federated());
    expect(value).toEqual({ kind: 'bearer', token: 'entra' });
  });

  it.each([
    ['http://git-codecommit.eu-west-1.amazonaws.com/x', 'AWS CodeCommit authentication requires an HTTPS Git URL'],
    ['https://github.com/org/app', 'invalid AWS CodeCommit Git URL: github.com'],
  ])('of AWS is none for %s', async (url, problem) => {
    await expect(to('aws', url, KEYS)).rejects.toThrow(problem);
  });
});

it('a login is kept until shortly before it ends', async () => {
  let nowMs = 0;
  let made = 0;
  const logins = keepLogins({ nowMs: () => nowMs, maxLogins: 1 });
  const get = (key: string) => logins.get(key, () => Promise.resolve({ value: ++made, expiresAtMs: nowMs + 600_000 }));
  expect([await get('a'), await get('a')]).toEqual([1, 1]);
  nowMs = 540_000;
  expect(await get('a')).toBe(2);
  expect([await get('b'), await get('a')]).toEqual([3, 4]);
});
