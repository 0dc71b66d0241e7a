import { connect, type TLSSocket } from 'node:tls';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, createApiServer } from '../api-server.js';

const OBJECTS = 1200;
const OBJECT_BYTES = 16 * 1024;
const READERS = 20;

let server: ApiServer;
let client: KubeClient;
let port: number;
let token: string;

beforeAll(async () => {
  server = await createApiServer({ controllers: false });
  const { url, kubeconfig } = await server.listen({
    limits: {
      maxBodyBytes: 100_000,
      headersTimeoutMs: 500,
      requestTimeoutMs: 1000,
      drainTimeoutMs: 500,
      maxWaitingBodyBytes: 150_000,
      maxHeaderBytes: 16_000,
    },
  });
  port = Number(new URL(url).port);
  token = /token: (\S+)/.exec(kubeconfig)?.[1] ?? '';
  client = createKubeClient(server.transport());
  const data = { text: 'x'.repeat(OBJECT_BYTES) };
  for (let n = 0; n < OBJECTS; n++)
    await client.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'default', name: `large-${n}` },
      data,
    });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function memoryInUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

interface Conversation {
  readonly socket: TLSSocket;
  /** Everything that was read so far. */
  readonly text: () => string;
  /** Resolves when the server hangs up. */
  readonly closed: Promise<void>;
}

function open(...lines: readonly string[]): Conversation {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(lines.join('\r\n'));
  return { socket, text: () => text, closed };
}

function head(line: string, ...headers: readonly string[]): readonly string[] {
  return [`${line} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${token}`, ...headers, '', ''];
}

/** Whether others are served meanwhile. */
async function othersAreServed(): Promise<void> {
  const other = open(...head('GET /api/v1/namespaces/default', 'Connection: close'));
  await other.closed;
  expect(other.text()).toMatch(/^HTTP\/1\.1 200 /);
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

describe('clients that take their time', () => {
  test('with the headers are answered 408', async () => {
    const slow = open('GET /api/v1/pods HTTP/1.1', 'Host: local');
    await othersAreServed();
    await slow.closed;
    expect(slow.text()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });
  test('with the body are answered 408', async () => {
    const slow = open(
      ...head(`POST ${CONFIG_MAPS}`, 'Content-Type: application/json', 'Content-Length: 5000'),
      '{"a":',
    );
    await othersAreServed();
    await slow.closed;
    expect(slow.text()).toMatch(/^HTTP\/1\.1 408 /);
  });
  test('reading a list are cut off, and it is not in memory for them', async () => {
    const before = memoryInUse();
    const slow = Array.from({ length: READERS }, () => {
      const reader = open(...head(`GET ${CONFIG_MAPS}`));
      reader.socket.pause();
      return reader;
    });
    await othersAreServed();
    await pause(300);
    expect(memoryInUse() - before).toBeLessThan((READERS * OBJECTS * OBJECT_BYTES) / 2);
    await pause(700);
    for (const { socket } of slow) socket.resume();
    await Promise.all(slow.map(({ closed }) => closed));
    for (const { text } of slow) expect(text().length).toBeLessThan(OBJECTS * OBJECT_BYTES);
  });
  test('reading a watch are cut off', async () => {
    const slow = open(...head(`GET ${CONFIG_MAPS}?watch=true&resourceVersion=0`));
    slow.socket.pause();
    await othersAreServed();
    await pause(1500);
    slow.socket.resume();
    await slow.closed;
    expect(slow.text().length).toBeLessThan(OBJECTS * OBJECT_BYTES);
  });
});

describe('clients that send too much', () => {
  test('in the body are answered 413 before they have sent it', async () => {
    const large = open(
      ...head(`POST ${CONFIG_MAPS}`, 'Content-Type: application/json', 'Content-Length: 999999999'),
      '{',
    );
    await large.closed;
    expect(large.text()).toMatch(/^HTTP\/1\.1 413 /);
    expect(large.text()).toContain('Request entity too large: limit is 100000');
  });
  test('in pieces without an end are answered 413', async () => {
    const large = open(...head(`POST ${CONFIG_MAPS}`, 'Transfer-Encoding: chunked'));
    const timer = setInterval(() => large.socket.write(`4e20\r\n${'x'.repeat(20_000)}\r\n`), 5);
    await large.closed;
    clearInterval(timer);
    expect(large.text()).toMatch(/^HTTP\/1\.1 413 /);
  });
  test('in the headers are answered 431', async () => {
    const large = open(...head('GET /api', `X-Large: ${'x'.repeat(20_000)}`));
    await large.closed;
    expect(large.text()).toMatch(/^HTTP\/1\.1 431 /);
  });
  test('together, more than there is room for, are answered 429', async () => {
    const part = 'x'.repeat(90_000);
    const slow = open(...head(`POST ${CONFIG_MAPS}`, 'Content-Length: 99000'), part);
    await pause(100);
    const late = open(...head(`POST ${CONFIG_MAPS}`, 'Content-Length: 99000'), part);
    await late.closed;
    expect(late.text()).toMatch(/^HTTP\/1\.1 429 /);
    expect(late.text()).toMatch(/\r\nretry-after: 1\r\n/i);
    slow.socket.destroy();
    await othersAreServed();
  });
  test('that is no HTTP at all are answered 400', async () => {
    const odd = open('\u0000\u0001 what', '', '');
    await odd.closed;
    expect(odd.text()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('requests at a time', () => {
  test('are limited, and those beyond come back in a second', async () => {
    const { url } = await server.listen({ limits: { maxInFlight: 0 } });
    const conversation = connect({ port: Number(new URL(url).port), host: '127.0.0.1', rejectUnauthorized: false });
    let text = '';
    conversation.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    conversation.write(head('GET /api', 'Connection: close').join('\r\n'));
    await new Promise((resolve) => conversation.once('close', resolve));
    expect(text).toMatch(/^HTTP\/1\.1 429 /);
    expect(text).toContain('Too many requests, please try again later.');
  });
});
