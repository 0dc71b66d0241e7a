import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packTree } from '@gotk/archive';
import { memoryTree } from '@gotk/file-tree';
import { createGitClient } from '@gotk/git';
import { createDispatcherPool, createHttpSend, readBody } from '@gotk/http';
import { createOciClient } from '@gotk/oci';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedSources, serveSources } from './serve-sources.js';
import { sourceMirrors } from './source-mirrors.js';

const signal = new AbortController().signal;
const GIT = 'https://github.com/acme/fleet';
const CHARTS = 'https://charts.example.com/stable';
const REGISTRY = 'oci://quay.io/acme/app';

let folder = '';
let served: ServedSources;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources-'));
  const list = [
    { kind: 'git', url: GIT, branches: { main: 'fleet' }, variants: { other: { branches: { main: 'other' } } } },
    { kind: 'helm-repo', url: CHARTS, charts: ['1.0.0', '2.0.0'].map(chart) },
    {
      kind: 'oci',
      url: REGISTRY,
      tags: [{ tag: 'v1', file: 'layer', manifest: 'manifest.json', config: 'config.json' }],
    },
  ];
  const files = {
    'sources.json': JSON.stringify({ sources: list }),
    'fleet/apps/app.yaml': 'first: true\n',
    'other/app.yaml': 'other: true\n',
    layer: 'layer bytes',
    'manifest.json': '{"schemaVersion":2}',
    'config.json': '{}',
  };
  for (const [path, content] of Object.entries(files)) await write(path, content);
  for (const version of ['1.0.0', '2.0.0']) {
    const tree = memoryTree({ 'app/Chart.yaml': `apiVersion: v2\nname: app\nversion: ${version}\n` });
    await write(`app-${version}.tgz`, await packTree(tree));
  }
  served = await serveSources({ folder, offers: (_url, version) => version !== '2.0.0' });
  closing.push(served.close, () => rm(folder, { recursive: true }));
});

afterAll(() => Promise.all(closing.map((close) => close())));

function chart(version: string): object {
  return { name: 'app', version, file: `app-${version}.tgz`, digest: `sha256:${version}` };
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

async function get(url: string): Promise<string> {
  const pool = createDispatcherPool({ rewrite: sourceMirrors(served.mirrors) });
  try {
    const response = await createHttpSend(pool)({ method: 'GET', url }, signal);
    const body = await readBody(response, { limitBytes: 1_000_000, what: 'answer' });
    return `${response.status} ${Buffer.from(body).toString('latin1')}`;
  } finally {
    await pool.close();
  }
}

it('answers for a Git repository under its public address, and takes commits', async () => {
  const git = createGitClient({ rewrite: sourceMirrors(served.mirrors) });
  closing.push(git.close);
  const read = async (): Promise<string | undefined> => {
    const outcome = await git.fetch({ remote: { url: `${GIT}.git` }, reference: { branch: 'main' } }, signal);
    if (outcome.kind !== 'fetched') return undefined;
    const entry = (await outcome.snapshot.readTree()).entry('apps/app.yaml');
    const text = entry?.kind === 'file' ? Buffer.from(entry.read()).toString() : undefined;
    await outcome.snapshot.close();
    return text;
  };
  expect(await read()).toBe('first: true\n');
  const changes = [{ path: 'apps/app.yaml', content: 'second: true\n' }];
  await served.commit(GIT, { branch: 'main', message: 'Change', changes });
  expect(await read()).toBe('second: true\n');
});

it('names the public address when a Git mirror fails', async () => {
  const git = createGitClient({ rewrite: sourceMirrors([`${GIT}=http://127.0.0.1:1/x`]) });
  closing.push(git.close);
  const fetching = git.fetch({ remote: { url: GIT }, reference: { branch: 'main' } }, signal);
  await expect(fetching).rejects.toThrow(`unable to clone '${GIT}': `);
  await expect(fetching).rejects.not.toThrow('127.0.0.1:1/x');
});

it('makes the index of a Helm repository from the charts that are offered', async () => {
  const index = await get(`${CHARTS}/index.yaml`);
  expect(index).toContain('200 ');
  expect(index).toContain('version: 1.0.0');
  expect(index).not.toContain('version: 2.0.0');
  expect(await get(`${CHARTS}/app-2.0.0.tgz`)).toContain('404');
  await served.publish(() => true);
  expect(await get(`${CHARTS}/index.yaml`)).toContain('version: 2.0.0');
  expect(await get(`${CHARTS}/app-2.0.0.tgz`)).toContain('200');
});

it('holds the exact bytes of manifests in a registry', async () => {
  const pool = createDispatcherPool({ rewrite: sourceMirrors(served.mirrors) });
  closing.push(pool.close);
  const client = createOciClient({ send: createHttpSend(pool) });
  const name = { registry: 'quay.io', repository: 'acme/app' };
  expect(await client.listTags(name, signal)).toEqual(['v1']);
  const manifest = await client.fetchManifest(name, 'v1', signal);
  expect(Buffer.from(manifest.bytes).toString()).toBe('{"schemaVersion":2}');
});

it('names the public address when a mirror of HTTP fails', async () => {
  const pool = createDispatcherPool({ rewrite: sourceMirrors([`${CHARTS}=http://127.0.0.1:1/x`]) });
  closing.push(pool.close);
  const sending = createHttpSend(pool)({ method: 'GET', url: `${CHARTS}/index.yaml` }, signal);
  await expect(sending).rejects.toThrow(`Get "${CHARTS}/index.yaml": `);
});
