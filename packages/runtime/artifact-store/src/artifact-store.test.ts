import { execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileTree, memoryTree } from '@gotk/file-tree';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ArtifactStore, createArtifactStore } from './create-artifact-store.js';
import { createHttpArtifactOpener } from './http-artifact-opener.js';
import { type ArtifactServer, serveArtifacts } from './serve-artifacts.js';

const OWNER = { kind: 'GitRepository', namespace: 'default', name: 'app' };
const START = Date.UTC(2024, 0, 1);
const signal = (): AbortSignal => AbortSignal.timeout(10_000);

function text(tree: FileTree, path: string): string | undefined {
  const entry = tree.entry(path);
  return entry?.kind === 'file' ? Buffer.from(entry.read()).toString() : undefined;
}

describe('an artifact store', () => {
  let root: string;
  let nowMs: number;
  let store: ArtifactStore;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'artifacts-'));
    nowMs = START;
    store = await open();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const open = (): Promise<ArtifactStore> =>
    createArtifactStore({ root, address: () => 'source-controller.flux-system', nowMs: () => nowMs });
  const write = (name: string, files: Record<string, string> = { 'a.yaml': name }) =>
    store.writeArchive({ owner: OWNER, fileName: `${name}.tar.gz`, revision: `main@sha1:${name}` }, memoryTree(files));
  const folder = (): string => join(root, 'gitrepository/default/app');

  test('stores an archive in the layout of Flux', async () => {
    const artifact = await write('abc');
    expect(artifact).toMatchObject({
      path: 'gitrepository/default/app/abc.tar.gz',
      url: 'http://source-controller.flux-system/gitrepository/default/app/abc.tar.gz',
      revision: 'main@sha1:abc',
      lastUpdateTime: '2024-01-01T00:00:00Z',
      size: readFileSync(join(folder(), 'abc.tar.gz')).length,
    });
    expect(artifact.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(readdirSync(folder())).toEqual(['abc.tar.gz']);
  });

  test('leaves out links and what is ignored, and the files of an ignored folder only when they are ignored too', async () => {
    const tree = memoryTree({
      'a.yaml': 'a',
      'docs/x.md': 'x',
      'docs/pic.png': 'p',
      'pkg/z.zip': 'z',
      link: { symlink: 'a.yaml' },
      'run.sh': { content: '', executable: true },
    });
    const target = { owner: OWNER, fileName: 'x.tar.gz', revision: 'x' };
    const artifact = await store.writeArchive(target, tree, {
      ignored: (path) => path === 'docs' || path.endsWith('.md') || path.endsWith('.zip'),
    });
    const list = execFileSync('tar', ['-tvzf', join(root, artifact.path)], {
      encoding: 'utf8',
      env: { TZ: 'UTC', PATH: process.env['PATH'] },
    });
    expect(
      list
        .trim()
        .split('\n')
        .map((line) => line.replaceAll(/ +/g, ' ')),
    ).toEqual([
      'drwxr-x--- 0/0 0 1970-01-01 00:00 .',
      '-rw------- 0/0 1 1970-01-01 00:00 a.yaml',
      '-rw------- 0/0 1 1970-01-01 00:00 docs/pic.png',
      'drwxr-x--- 0/0 0 1970-01-01 00:00 pkg',
      '-rwx------ 0/0 0 1970-01-01 00:00 run.sh',
    ]);
    const opened = await store.open(artifact, signal());
    expect(opened.entry('')).toEqual({ kind: 'directory', names: ['a.yaml', 'docs', 'pkg', 'run.sh'] });
  });

  test('gives the same files from memory and from the archive', async () => {
    const artifact = await write('abc', { 'deep/er/a.yaml': 'x: y\n', 'b.yaml': '' });
    const again = await open();
    for (const opened of [await store.open(artifact, signal()), await again.open(artifact, signal())]) {
      expect(opened.entry('')).toEqual({ kind: 'directory', names: ['b.yaml', 'deep'] });
      expect(text(opened, 'deep/er/a.yaml')).toBe('x: y\n');
      expect(text(opened, 'b.yaml')).toBe('');
    }
  });

  test('says when an artifact has gone', async () => {
    const artifact = await write('abc');
    unlinkSync(join(root, artifact.path));
    expect(await store.check(artifact)).toEqual({ kind: 'missing' });
    await expect(store.open(artifact, signal())).rejects.toMatchObject({
      code: 'artifact-not-found',
      message: 'artifact not found',
    });
  });

  test('says when an artifact has been changed, also when it was in memory', async () => {
    const artifact = await write('abc');
    await store.open(artifact, signal());
    writeFileSync(join(root, artifact.path), 'corrupt');
    expect(await store.check(artifact)).toEqual({
      kind: 'corrupt',
      message: `computed digest doesn't match '${artifact.digest}'`,
    });
    await expect(store.open(artifact, signal())).rejects.toMatchObject({
      message: `failed to verify archive: computed digest doesn't match provided '${artifact.digest}' (check whether file size exceeds max download size)`,
    });
  });

  test.each(['../../etc/passwd', '', '/', 'gitrepository/../../x'])('finds nothing under the path %j', async (path) => {
    expect(await store.check({ path, url: '', digest: 'sha256:x' })).toEqual({ kind: 'missing' });
    await store.remove({ path });
  });

  test('removes everything of an object', async () => {
    await write('abc');
    expect(await store.removeAll(OWNER)).toBe(true);
    expect(await store.removeAll(OWNER)).toBe(false);
    expect(readdirSync(join(root, 'gitrepository/default'))).toEqual([]);
  });

  test('collects what is too old and what is too much, and keeps the current artifact', async () => {
    const current = await write('current');
    for (const [name, age] of Object.entries({ current: 500_000, old: 61_000, a: 30_000, b: 20_000, c: 10_000 })) {
      await write(name);
      utimesSync(join(folder(), `${name}.tar.gz`), (START - age) / 1000, (START - age) / 1000);
    }
    writeFileSync(join(folder(), 'old.tar.gz.lock'), '');
    expect(await store.collectGarbage(current)).toBe(3);
    expect(readdirSync(folder()).sort()).toEqual(['c.tar.gz', 'current.tar.gz']);
    expect(await store.collectGarbage(current)).toBe(0);
  });

  test('a process that is killed while it stores leaves the old artifact, or the new one, or none', async () => {
    const script = join(root, 'writer.mjs');
    const module = join(import.meta.dirname, '../dist/index.js');
    const tree = join(import.meta.dirname, '../../../base/file-tree/dist/index.js');
    writeFileSync(
      script,
      `import { createArtifactStore } from ${JSON.stringify(module)};
       import { memoryTree } from ${JSON.stringify(tree)};
       const store = await createArtifactStore({ root: ${JSON.stringify(root)}, address: () => 'x' });
       const owner = ${JSON.stringify(OWNER)};
       for (let i = 0; ; i++) {
         const content = Buffer.alloc(200000, String(i % 10));
         const artifact = await store.writeArchive({ owner, fileName: 'x.tar.gz', revision: 'x' }, memoryTree({ a: content }));
         if (i === 0) console.log('ready');
       }`,
    );
    execFileSync('npx', ['tsc', '-b', join(import.meta.dirname, '..')], { stdio: 'ignore' });
    for (const delayMs of [0, 3, 7, 13, 29]) {
      const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      execFileSync('gzip', ['-t', join(folder(), 'x.tar.gz')]);
    }
    const artifact = await write('x');
    nowMs = Date.now() + 120_000;
    await store.collectGarbage(artifact);
    expect(readdirSync(folder())).toEqual(['x.tar.gz']);
  });

  describe('served over HTTP', () => {
    let server: ArtifactServer;
    beforeEach(async () => {
      server = await serveArtifacts({ root });
    });
    afterEach(() => server.close());

    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(`http://${server.address}/${path}`, { headers });

    test('is what other processes open', async () => {
      const artifact = await write('abc', { 'a.yaml': 'x: y\n' });
      const url = `http://${server.address}/${artifact.path}`;
      const opener = createHttpArtifactOpener({ retries: 0 });
      expect(text(await opener.open({ ...artifact, url }, signal()), 'a.yaml')).toBe('x: y\n');
      const overridden = createHttpArtifactOpener({ retries: 0, hostOverride: server.address });
      expect(text(await overridden.open(artifact, signal()), 'a.yaml')).toBe('x: y\n');
    });

    test.each([
      { name: 'a wrong digest', path: 'x.bin', digest: `sha256:${'0'.repeat(64)}`, code: 'artifact-digest-mismatch' },
      { name: 'no such file', path: 'none', digest: 'sha256:x', code: 'artifact-not-found' },
      { name: 'too many bytes', path: 'x.bin', digest: 'sha256:x', code: 'artifact-too-large', maxDownloadBytes: 2 },
    ])('$name', async ({ path, digest, code, maxDownloadBytes }) => {
      writeFileSync(join(root, 'x.bin'), 'content');
      const opener = createHttpArtifactOpener({
        retries: 0,
        ...(maxDownloadBytes !== undefined && { maxDownloadBytes }),
      });
      await expect(
        opener.open({ url: `http://${server.address}/${path}`, path, digest }, signal()),
      ).rejects.toMatchObject({ code });
    });

    test('a server that is away is asked again, until the time is up', async () => {
      const opener = createHttpArtifactOpener({ retries: 2, retryDelayMs: 1 });
      const reference = { url: 'http://127.0.0.1:1/x', path: 'x', digest: 'sha256:x' };
      await expect(opener.open(reference, signal())).rejects.toMatchObject({ code: 'artifact-download' });
      const patient = createHttpArtifactOpener();
      await expect(patient.open(reference, AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
    });

    test('files, ranges and conditions', async () => {
      writeFileSync(join(root, 'x.bin'), '0123456789');
      const whole = await get('x.bin');
      expect([whole.status, whole.headers.get('content-length'), await whole.text()]).toEqual([
        200,
        '10',
        '0123456789',
      ]);
      const part = await get('x.bin', { range: 'bytes=2-4' });
      expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
      expect(await (await get('x.bin', { range: 'bytes=-3' })).text()).toBe('789');
      expect((await get('x.bin', { range: 'bytes=10-' })).status).toBe(416);
      const since = whole.headers.get('last-modified') ?? '';
      expect((await get('x.bin', { 'if-modified-since': since })).status).toBe(304);
    });

    test.each([
      { name: 'the way out', path: '..%2f..%2fetc%2fpasswd', status: 404 },
      { name: 'a link that leads out', path: 'out', status: 404 },
      { name: 'a link in the store', path: 'latest.tar.gz', status: 200 },
      { name: 'a file that is being written', path: '.tmp-x', status: 404 },
      { name: 'a NUL', path: 'x%00', status: 404 },
      { name: 'a folder', path: 'folder/', status: 200 },
      { name: 'nothing', path: 'none', status: 404 },
    ])('$name: $status', async ({ path, status }) => {
      writeFileSync(join(root, 'x.tar.gz'), 'x');
      writeFileSync(join(root, '.tmp-x'), 'x');
      mkdirSync(join(root, 'folder'));
      symlinkSync('/etc/passwd', join(root, 'out'));
      symlinkSync(join(root, 'x.tar.gz'), join(root, 'latest.tar.gz'));
      expect((await get(path)).status).toBe(status);
    });

    test('nothing is written', async () => {
      expect((await fetch(`http://${server.address}/x`, { method: 'PUT', body: 'x' })).status).toBe(405);
    });
  });
});
