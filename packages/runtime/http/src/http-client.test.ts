import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcherPool, createHttpSend, type DispatcherPool, readBody } from './index.js';

const signal = new AbortController().signal;

describe('requests', () => {
  let server: Server;
  let base: string;
  let pool: DispatcherPool;
  const seen: string[] = [];

  beforeAll(async () => {
    pool = createDispatcherPool();
    server = createServer((request, response) => {
      seen.push(`${request.headers.host?.split(':')[0]} ${request.url} ${request.headers.authorization ?? '-'}`);
      if (request.url === '/elsewhere')
        response.writeHead(302, { location: `${base.replace('127.0.0.1', 'localhost')}/end` });
      if (request.url === '/loop') response.writeHead(302, { location: '/loop' });
      response.end('the end');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const bound = server.address();
    base = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  });
  afterAll(async () => {
    await pool.close();
    server.close();
  });

  it('follow redirects without giving credentials to another host', async () => {
    const response = await createHttpSend(pool)(
      { method: 'GET', url: `${base}/elsewhere`, headers: { authorization: 'secret' } },
      signal,
    );
    expect(Buffer.from(await readBody(response, { limitBytes: 100, what: 'the body' })).toString()).toBe('the end');
    expect(seen.slice(-2)).toEqual(['127.0.0.1 /elsewhere secret', 'localhost /end -']);
  });

  it('end a loop of redirects', async () => {
    await expect(createHttpSend(pool)({ method: 'GET', url: `${base}/loop` }, signal)).rejects.toThrow(
      'stopped after 10 redirects',
    );
  });

  it('refuse a body beyond the limit', async () => {
    const response = await createHttpSend(pool)({ method: 'GET', url: `${base}/end` }, signal);
    await expect(readBody(response, { limitBytes: 3, what: 'the body' })).rejects.toThrow(
      'the body is larger than 3 bytes',
    );
  });

  it.each([
    [
      'http://user:hunter2@127.0.0.1:1/x?token=hunter2',
      'Get "http://user:***@127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    ['ftp://h/x', 'Get "ftp://h/x": unsupported protocol scheme'],
  ])('say what failed, without secrets: %s', async (url, message) => {
    await expect(createHttpSend(pool)({ method: 'GET', url }, signal)).rejects.toThrow(message);
  });
});
