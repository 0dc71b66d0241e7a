import { createKubeClient } from '@gotk/kube-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiServer, createApiServer } from '../../api-server.js';
import type { PodLogLine } from './pod-log-source.js';

const NOW_MS = Date.parse('2026-01-01T00:01:00Z');
const lines = ['one', 'two', 'three'].map((text, index) => ({ timeMs: NOW_MS - (3 - index) * 10_000, text }));

async function* more(): AsyncIterable<PodLogLine> {
  yield { timeMs: NOW_MS, text: 'four' };
}

let server: ApiServer;
beforeAll(async () => {
  server = await createApiServer({
    controllers: false,
    clock: { now: () => NOW_MS },
    podLog: ({ metadata }) => (metadata.name === 'talks' ? { lines, follow: more } : undefined),
  });
  const client = createKubeClient(server.transport());
  for (const name of ['talks', 'silent']) {
    const spec = { containers: [{ name: 'a', image: 'b' }] };
    await client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec });
  }
});
afterAll(() => server.close());

const rows = [
  { name: 'all', pod: 'talks', query: {}, log: 'one\ntwo\nthree\n' },
  { name: 'the last lines', pod: 'talks', query: { tailLines: '2' }, log: 'two\nthree\n' },
  { name: 'no lines', pod: 'talks', query: { tailLines: '0' }, log: '' },
  { name: 'the last seconds', pod: 'talks', query: { sinceSeconds: '15' }, log: 'three\n' },
  { name: 'since a time', pod: 'talks', query: { sinceTime: '2026-01-01T00:00:40Z' }, log: 'two\nthree\n' },
  {
    name: 'with times',
    pod: 'talks',
    query: { tailLines: '1', timestamps: 'true' },
    log: '2026-01-01T00:00:50.000Z three\n',
  },
  { name: 'so many bytes', pod: 'talks', query: { limitBytes: '5' }, log: 'one\nt' },
  { name: 'what is said later', pod: 'talks', query: { follow: 'true', tailLines: '1' }, log: 'three\nfour\n' },
  { name: 'a pod that says nothing', pod: 'silent', query: {}, log: '' },
];

it.each(rows)('the log of a pod: $name', async ({ pod, query, log }) => {
  const client = createKubeClient(server.transport());
  const path = `/api/v1/namespaces/default/pods/${pod}/log`;
  const stream = await client.rawStream({ method: 'GET', path, query }, new AbortController().signal);
  let text = '';
  for await (const chunk of stream.events) text += String(chunk);
  expect(text === '' ? String(stream.error ?? '') : text).toBe(log);
});
