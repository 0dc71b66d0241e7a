import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createGitClient, type GitClient } from '../client/create-git-client.js';
import type { GitRemote } from '../client/git-remote.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe('a remote over HTTP', () => {
  let server: TestServer;
  let front: Server;
  let frontUrl: string;
  let handler: Handler;
  let git: GitClient;
  let hash: string;

  beforeAll(async () => {
    server = await startTestServer({ private: { basicAuth: { username: 'user', password: 'secret-pass' } } });
    hash = await server.commit('app', { files: { a: 'a' } });
    await server.commit('private', { files: { a: 'a' } });
    front = createServer((request, response) => handler(request, response));
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    frontUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    git = createGitClient({ temporaryFolder: server.folder });
  });
  afterAll(async () => {
    await git.close();
    front.closeAllConnections();
    front.close();
    await server.close();
  });
  afterEach(() => {
    handler = (_request, response) => response.writeHead(500).end();
  });

  const fetch = async (remote: GitRemote): Promise<string> => {
    const outcome = await git.fetch({ remote, reference: { branch: 'main' } }, AbortSignal.timeout(20_000));
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    await outcome.snapshot.close();
    return outcome.snapshot.at.hash;
  };
  const redirectTo =
    (location: (url: string) => string): Handler =>
    (request, response) =>
      response.writeHead(302, { location: location(request.url ?? '') }).end();

  test('is followed where it has moved to', async () => {
    handler = redirectTo((url) => `${server.server.url}${url}`);
    expect(await fetch({ url: `${frontUrl}/app.git` })).toBe(hash);
  });

  test('gets credentials of its own host only', async () => {
    handler = redirectTo((url) => `${server.server.url}${url}`);
    const auth = { kind: 'basic', username: 'user', password: 'secret-pass' } as const;
    const other = fetch({ url: `${frontUrl}/private.git`, auth });
    await expect(other).rejects.toMatchObject({
      message: `unable to clone '${frontUrl}/private.git': authentication required: Unauthorized`,
    });
  });

  test.each([
    {
      name: 'a loop',
      to: (url: string) => url,
      message: 'http redirect: too many redirects',
    },
    {
      name: 'another scheme',
      to: () => 'file:///etc/info/refs',
      message: 'http redirect: changes scheme from "http" to "file"',
    },
    {
      name: 'a login page',
      to: () => '/login',
      message: 'http redirect: target "/login" does not end with /info/refs',
    },
  ])('is not followed into $name', async ({ to, message }) => {
    handler = redirectTo(to);
    await expect(fetch({ url: `${frontUrl}/app.git` })).rejects.toMatchObject({
      message: `unable to clone '${frontUrl}/app.git': ${message}`,
    });
  });

  test.each([
    { name: 'a page', status: 200, body: '<!doctype html>', message: 'invalid pkt-len found' },
    { name: 'nothing', status: 200, body: '', message: 'remote repository is empty' },
    { name: 'half a packet', status: 200, body: '001e# service', message: 'unexpected EOF' },
    { name: 'a refusal', status: 403, body: 'go away', message: 'authorization failed: go away' },
    {
      name: 'an error',
      status: 500,
      body: 'oops',
      message: 'unexpected requesting "URL/app.git/info/refs?service=git-upload-pack" status code: 500',
    },
    {
      name: 'a very long refusal',
      status: 401,
      body: 'x'.repeat(100_000),
      message: `authentication required: ${'x'.repeat(4096)}`,
    },
  ])('that answers with $name', async ({ status, body, message }) => {
    handler = (_request, response) => response.writeHead(status).end(body);
    const outcome = git.fetch(
      { remote: { url: `${frontUrl}/app.git` }, reference: { tag: 'v1' } },
      AbortSignal.timeout(20_000),
    );
    const error: unknown = await outcome.catch((reason: unknown) => reason);
    expect(String(error)).toContain(message.replace('URL', frontUrl));
  });

  test('a bearer token is sent', async () => {
    const seen: (string | undefined)[] = [];
    handler = (request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end();
    };
    await fetch({ url: `${frontUrl}/app.git`, auth: { kind: 'bearer', token: 'the-token' } }).catch(() => undefined);
    expect(seen).toEqual(['Bearer the-token']);
  });

  test('an old server that knows version 0 of the protocol only', async () => {
    handler = (request, response) => {
      const { method, url = '' } = request;
      const { 'git-protocol': _, ...headers } = request.headers;
      const upstream = httpRequest(`${server.server.url}${url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(upstream);
    };
    const remote = { url: `${frontUrl}/app.git` };
    expect(await fetch(remote)).toBe(hash);
    const refs = await git.listRefs(remote, ['refs/heads/main'], AbortSignal.timeout(20_000));
    expect(refs.refs.get('HEAD')).toEqual({ hash, target: 'refs/heads/main' });
    const newer = await server.commit('app', { files: { a: 'b' } });
    const outcome = await git.fetch({ remote, reference: { commit: hash } }, AbortSignal.timeout(20_000));
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    expect(outcome.snapshot.at.hash).toBe(hash);
    await outcome.snapshot.close();
    hash = newer;
  });

  test('a proxy is used for asking and for fetching, with its credentials', async () => {
    const credentials = `Basic ${Buffer.from('proxy-user:proxy-pass').toString('base64')}`;
    const proxied: string[] = [];
    handler = (request, response) => {
      const { method, headers, url = '' } = request;
      if (headers['proxy-authorization'] !== credentials) {
        response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end();
        return;
      }
      proxied.push(`${method} ${url.replace(server.server.url, '')} ${headers['user-agent']?.split(' ').length}`);
      const upstream = httpRequest(url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(upstream);
    };
    const proxyUrl = frontUrl.replace('//', '//proxy-user:proxy-pass@');
    expect(await fetch({ url: server.urlOf('app'), proxyUrl })).toBe(hash);
    // Ours tells more of itself than Git.
    expect(new Set(proxied)).toEqual(
      new Set([
        'GET /app.git/info/refs?service=git-upload-pack 2',
        'POST /app.git/git-upload-pack 2',
        'GET /app.git/info/refs?service=git-upload-pack 1',
        'POST /app.git/git-upload-pack 1',
      ]),
    );
  });
});
