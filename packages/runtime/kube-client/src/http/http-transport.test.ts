import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClusterAccess, ConnectionError, createKubeClient, httpTransport } from '../index.js';
import { CA_CERT, CLIENT_CERT, CLIENT_KEY, SERVER_CERT, SERVER_KEY } from '../testing/certificates.js';

let folder: string;
const cleanups: (() => Promise<void> | void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kube-client-'));
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  rmSync(folder, { recursive: true });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}

async function serve(handler: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(handler))}`;
}

async function serveTls(handler: RequestListener): Promise<string> {
  const server = createTlsServer(
    { cert: SERVER_CERT, key: SERVER_KEY, ca: CA_CERT, requestCert: true, rejectUnauthorized: false },
    handler,
  );
  return `https://127.0.0.1:${await listen(server)}`;
}

function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function access(server: string, fields: Partial<ClusterAccess> = {}): ClusterAccess {
  return { server, namespace: 'default', tls: { insecureSkipVerify: false }, credentials: { kind: 'none' }, ...fields };
}

function transportTo(
  server: string,
  fields: Partial<ClusterAccess> = {},
  options: Parameters<typeof httpTransport>[1] = {},
) {
  const transport = httpTransport(access(server, fields), { env: {}, ...options });
  cleanups.push(() => transport.close());
  return transport;
}

const never = new AbortController().signal;

describe('requests', () => {
  it('carry method, path below the server’s own, query, body and headers', async () => {
    const seen: { method?: string | undefined; url?: string | undefined; headers?: object; body?: string } = {};
    const server = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', () => {
          Object.assign(seen, {
            method: request.method,
            url: request.url,
            headers: request.headers,
            body: Buffer.concat(chunks).toString(),
          });
          answerJson(response, { ok: true }, 201);
        });
    });
    const answer = await transportTo(
      `${server}/k8s/clusters/c1`,
      { impersonate: { user: 'nobody' } },
      { userAgent: 'flux/v0' },
    ).request({
      method: 'PATCH',
      path: '/api/v1/namespaces/a%2Fb',
      query: { force: 'true', fieldManager: 'a b', list: ['1', '2'] },
      contentType: 'application/apply-patch+yaml',
      body: { x: 'ü' },
      impersonate: { user: 'jane', groups: ['a', 'b'], uid: 'u', extra: { 'Scopes/x': ['view'] } },
    });
    expect(answer).toMatchObject({ status: 201, body: { ok: true } });
    expect(seen).toMatchObject({
      method: 'PATCH',
      url: '/k8s/clusters/c1/api/v1/namespaces/a%2Fb?force=true&fieldManager=a+b&list=1&list=2',
      body: '{"x":"ü"}',
      headers: {
        accept: 'application/json',
        'content-type': 'application/apply-patch+yaml',
        'user-agent': 'flux/v0',
        'impersonate-user': 'jane',
        'impersonate-group': 'a, b',
        'impersonate-uid': 'u',
        'impersonate-extra-scopes%2fx': 'view',
      },
    });
  });

  it('give every status back, with texts and warnings', async () => {
    const server = await serve((_request, response) => {
      response.setHeader('warning', ['299 - "v1 is \\"old\\""', '299 - "two", 299 - "three"']);
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    });
    const answer = await transportTo(server).request({ method: 'GET', path: '/x' });
    expect(answer).toMatchObject({
      status: 404,
      body: '404 page not found\n',
      warnings: ['v1 is "old"', 'two', 'three'],
    });
  });

  it('can be given up', async () => {
    const server = await serve(() => {});
    const stop = new AbortController();
    const answer = transportTo(server).request({ method: 'GET', path: '/x' }, stop.signal);
    stop.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await expect(
      transportTo(server, {}, { timeoutMs: 20 }).request({ method: 'GET', path: '/x' }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('read again over a new connection when an idle one has been closed', async () => {
    let requests = 0;
    const server = await serve((request, response) => {
      requests++;
      if (requests === 2) request.socket.destroy();
      else answerJson(response, {});
    });
    const transport = transportTo(server);
    await transport.request({ method: 'GET', path: '/x' });
    expect((await transport.request({ method: 'GET', path: '/x' })).status).toBe(200);
    expect(requests).toBe(3);
  });
});

describe('failures', () => {
  it('say in Go’s words that nobody listens', async () => {
    const port = await listen(createServer());
    await cleanups.pop()?.();
    const failed = transportTo(`http://127.0.0.1:${port}`).request({
      method: 'GET',
      path: '/api',
      query: { timeout: '32s' },
    });
    await expect(failed).rejects.toSatisfy(
      (error) =>
        error instanceof ConnectionError &&
        error.code === 'ECONNREFUSED' &&
        error.message ===
          `Get "http://127.0.0.1:${port}/api?timeout=32s": dial tcp 127.0.0.1:${port}: connect: connection refused`,
    );
  });

  it('do not show a password that stands in the server’s URL', async () => {
    const failed = transportTo('http://me:hunter2@127.0.0.1:1').request({ method: 'GET', path: '/api' });
    await expect(failed).rejects.toThrow(/^Get "http:\/\/127.0.0.1:1\/api": dial tcp/);
  });
});

describe('streams', () => {
  it('give JSON values as they come, however they are cut', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const bytes = Buffer.from('{"type":"ADDED","object":{"n":"ü"}}\n\n{"type":"MODIFIED"}\n{"type":"DELETED"}');
      const cut = bytes.indexOf(0xc3) + 1;
      response.write(bytes.subarray(0, cut));
      setImmediate(() => response.end(bytes.subarray(cut)));
    });
    const { events } = await transportTo(server).stream({ method: 'GET', path: '/x' }, never);
    const seen: unknown[] = [];
    for await (const event of events) seen.push(event);
    expect(seen).toEqual([{ type: 'ADDED', object: { n: 'ü' } }, { type: 'MODIFIED' }, { type: 'DELETED' }]);
  });

  it('give logs as text', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('line 1\nline 2\n'),
    );
    const { events } = await transportTo(server).stream({ method: 'GET', path: '/x' }, never);
    let text = '';
    for await (const chunk of events) text += String(chunk);
    expect(text).toBe('line 1\nline 2\n');
  });

  it('hand over the Status of a refusal', async () => {
    const server = await serve((_request, response) =>
      answerJson(response, { kind: 'Status', message: 'too old' }, 410),
    );
    const stream = await transportTo(server).stream({ method: 'GET', path: '/x' }, never);
    expect([stream.status, stream.error]).toEqual([410, { kind: 'Status', message: 'too old' }]);
  });

  it('end quietly when they are given up, and fail when the connection breaks', async () => {
    const open: IncomingMessage[] = [];
    const server = await serve((request, response) => {
      open.push(request);
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"n":1}\n');
    });
    for (const end of ['abort', 'break'] as const) {
      const stop = new AbortController();
      const { events } = await transportTo(server).stream({ method: 'GET', path: '/x' }, stop.signal);
      const read = (async () => {
        for await (const _event of events) {
          if (end === 'abort') stop.abort();
          else open.at(-1)?.socket.destroy();
        }
      })();
      if (end === 'abort') await read;
      else await expect(read).rejects.toThrow(ConnectionError);
    }
  });
});

describe('TLS', () => {
  const handler: RequestListener = (request, response) => {
    const socket = request.socket as TLSSocket;
    answerJson(response, { client: socket.authorized ? socket.getPeerCertificate().subject.CN : null });
  };
  const ca = { kind: 'data', data: CA_CERT } as const;

  it('trusts the given authority and shows the client’s certificate', async () => {
    const certificate = { cert: { kind: 'data', data: CLIENT_CERT }, key: { kind: 'data', data: CLIENT_KEY } } as const;
    const transport = transportTo(await serveTls(handler), { tls: { ca, certificate, insecureSkipVerify: false } });
    expect((await transport.request({ method: 'GET', path: '/' })).body).toEqual({ client: 'jane' });
  });

  it.each([
    ['an unknown authority', {}, 'tls: failed to verify certificate: x509: certificate signed by unknown authority'],
    [
      'another name',
      { ca, serverName: 'other.test' },
      'tls: failed to verify certificate: x509: certificate is not valid for the name of the server',
    ],
  ])('refuses %s', async (_name, tls, message) => {
    const transport = transportTo(await serveTls(handler), { tls: { insecureSkipVerify: false, ...tls } });
    await expect(transport.request({ method: 'GET', path: '/' })).rejects.toThrow(message);
  });

  it.each([
    ['the name it is told to expect', { ca, serverName: 'cluster.test', insecureSkipVerify: false }],
    ['anything when told to', { insecureSkipVerify: true }],
  ])('accepts %s', async (_name, tls) => {
    const transport = transportTo(await serveTls(handler), { tls });
    expect((await transport.request({ method: 'GET', path: '/' })).status).toBe(200);
  });
});

describe('credentials', () => {
  /** A server that accepts one Authorization and tells the last it saw. */
  async function guarded(accepted: () => string): Promise<{ readonly server: string; readonly seen: string[] }> {
    const seen: string[] = [];
    const server = await serve((request, response) => {
      const { authorization = '' } = request.headers;
      seen.push(authorization);
      answerJson(response, {}, authorization === accepted() ? 200 : 401);
    });
    return { server, seen };
  }

  it.each([
    ['a token', { kind: 'token', token: 't0' } as const, 'Bearer t0'],
    ['a user and password', { kind: 'basic', username: 'u', password: 'p' } as const, 'Basic dTpw'],
  ])('sends %s', async (_name, credentials, expected) => {
    const { server } = await guarded(() => expected);
    expect((await transportTo(server, { credentials }).request({ method: 'GET', path: '/' })).status).toBe(200);
  });

  it('reads a token file again when a minute has passed, or at once when it is refused', async () => {
    let accepted = 'Bearer one';
    let nowMs = 0;
    const { server, seen } = await guarded(() => accepted);
    const path = join(folder, 'token');
    writeFileSync(path, 'one\n');
    const transport = transportTo(server, { credentials: { kind: 'token-file', path } }, { nowMs: () => nowMs });
    const status = async () => (await transport.request({ method: 'GET', path: '/' })).status;
    expect(await status()).toBe(200);
    writeFileSync(path, 'two\n');
    expect(await status()).toBe(200);
    nowMs = 60_000;
    accepted = 'Bearer two';
    expect(await status()).toBe(200);
    writeFileSync(path, 'three\n');
    accepted = 'Bearer three';
    expect(await status()).toBe(200);
    expect(seen).toEqual(['Bearer one', 'Bearer one', 'Bearer two', 'Bearer two', 'Bearer three']);
  });

  function plugin(script: string): Parameters<typeof access>[1] {
    const file = join(folder, 'plugin.cjs');
    writeFileSync(file, `#!${process.execPath}\n${script}`);
    chmodSync(file, 0o755);
    return {
      credentials: {
        kind: 'exec',
        plugin: {
          command: file,
          args: ['a1'],
          env: [{ name: 'EXTRA', value: 'e1' }],
          apiVersion: 'client.authentication.k8s.io/v1',
          interactiveMode: 'Never',
          installHint: 'install it',
        },
      },
    };
  }

  it('runs a plugin, keeps its token, and runs it again when that is refused', async () => {
    let accepted = 'Bearer a1-e1-client.authentication.k8s.io/v1-1';
    const { server, seen } = await guarded(() => accepted);
    const counter = join(folder, 'count');
    writeFileSync(counter, '');
    const fields = plugin(`
      const fs = require('node:fs');
      fs.appendFileSync(${JSON.stringify(counter)}, 'x');
      const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
      const count = fs.readFileSync(${JSON.stringify(counter)}, 'utf8').length;
      const token = [process.argv[2], process.env.EXTRA, info.apiVersion, count].join('-');
      console.log(JSON.stringify({ apiVersion: info.apiVersion, kind: 'ExecCredential', status: { token } }));`);
    const transport = transportTo(server, fields);
    for (const _turn of [1, 2]) await transport.request({ method: 'GET', path: '/' });
    accepted = 'Bearer a1-e1-client.authentication.k8s.io/v1-2';
    expect((await transport.request({ method: 'GET', path: '/' })).status).toBe(200);
    expect(seen.map((line) => line.at(-1))).toEqual(['1', '1', '1', '2']);
  });

  it('shows a certificate that a plugin gives', async () => {
    const server = await serveTls((request, response) =>
      answerJson(response, (request.socket as TLSSocket).getPeerCertificate().subject),
    );
    const status = { clientCertificateData: CLIENT_CERT, clientKeyData: CLIENT_KEY };
    const answer = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
    const fields = plugin(`console.log(${JSON.stringify(JSON.stringify(answer))})`);
    const transport = transportTo(server, {
      ...fields,
      tls: { ca: { kind: 'data', data: CA_CERT }, insecureSkipVerify: false },
    });
    expect((await transport.request({ method: 'GET', path: '/' })).body).toEqual({ CN: 'jane' });
  });

  it.each([
    ['that fails', 'process.exit(3)', /failed with exit code 3$/],
    ['that answers nonsense', 'console.log("s3cr3t")', /^(?!.*s3cr3t).*decoding stdout/],
    [
      'that answers for another version',
      'console.log(JSON.stringify({apiVersion: "client.authentication.k8s.io/v1beta1"}))',
      /plugin returned version/,
    ],
    [
      'that gives nothing',
      'console.log(JSON.stringify({apiVersion: "client.authentication.k8s.io/v1", status: {}}))',
      /didn't return a token or cert\/key pair/,
    ],
  ])('reports a plugin %s without its output', async (_name, script, message) => {
    await expect(
      transportTo('http://127.0.0.1:1', plugin(script)).request({ method: 'GET', path: '/' }),
    ).rejects.toThrow(message);
  });

  it('tells how to install a plugin that is not there', async () => {
    const credentials = {
      kind: 'exec',
      plugin: {
        command: 'no-such-plugin',
        args: [],
        env: [],
        apiVersion: 'client.authentication.k8s.io/v1',
        interactiveMode: 'Never',
        installHint: 'install it',
      },
    } as const;
    const failed = transportTo('http://127.0.0.1:1', { credentials }).request({ method: 'GET', path: '/' });
    await expect(failed).rejects.toThrow(
      'getting credentials: exec: executable no-such-plugin not found\n\ninstall it',
    );
  });
});

describe('proxies', () => {
  /** An HTTP proxy that only tunnels. */
  async function startProxy(): Promise<{ readonly proxyUrl: string; readonly tunnels: string[] }> {
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host === 'cluster.test' ? '127.0.0.1' : host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
      cleanups.push(() => {
        upstream.destroy();
        socket.destroy();
      });
    });
    return { proxyUrl: `http://127.0.0.1:${await listen(proxy)}`, tunnels };
  }

  const tls = { ca: { kind: 'data', data: CA_CERT }, insecureSkipVerify: false } as const;

  it('go through the kubeconfig’s proxy', async () => {
    const { proxyUrl, tunnels } = await startProxy();
    const server = await serveTls((_request, response) => answerJson(response, { ok: true }));
    const answer = await transportTo(server, { proxyUrl, tls }).request({ method: 'GET', path: '/' });
    expect([answer.body, tunnels]).toEqual([{ ok: true }, [new URL(server).host]]);
  });

  it.each([
    ['is used', {}, 1],
    ['is not used for what NO_PROXY names', { NO_PROXY: 'cluster.test' }, 0],
  ])('the environment’s proxy %s', async (_name, env, count) => {
    const { proxyUrl, tunnels } = await startProxy();
    const { port } = new URL(await serveTls((_request, response) => answerJson(response, {})));
    const transport = transportTo(`https://cluster.test:${port}`, { tls }, { env: { HTTPS_PROXY: proxyUrl, ...env } });
    // Without the proxy the name leads nowhere.
    await transport.request({ method: 'GET', path: '/' }).catch(() => {});
    expect(tunnels).toHaveLength(count);
  });

  it('the environment’s proxy is never used for this machine', async () => {
    const { proxyUrl, tunnels } = await startProxy();
    const server = await serveTls((_request, response) => answerJson(response, {}));
    await transportTo(server, { tls }, { env: { HTTPS_PROXY: proxyUrl } }).request({ method: 'GET', path: '/' });
    expect(tunnels).toEqual([]);
  });
});

describe('the client over HTTP', () => {
  it('lists and watches', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/api/v1')
        answerJson(response, { resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true }] });
      else if (request.url?.includes('watch=true') === true)
        answerJson(response, { type: 'ADDED', object: { metadata: { name: 'b' } } });
      else
        answerJson(response, {
          kind: 'ConfigMapList',
          metadata: { resourceVersion: '1' },
          items: [{ metadata: { name: 'a' } }],
        });
    });
    const client = createKubeClient(transportTo(server));
    const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
    expect((await client.list(kind)).items).toEqual([{ ...kind, metadata: { name: 'a' } }]);
    for await (const event of client.watch(kind, { resourceVersion: '1' }, never)) {
      expect(event).toEqual({ type: 'ADDED', object: { ...kind, metadata: { name: 'b' } } });
    }
  });
});
