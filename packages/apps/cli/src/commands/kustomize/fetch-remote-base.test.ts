import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryTree } from '@gotk/file-tree';
import { commitFiles, type GitServer, initBareRepository, serveGit, tagCommit } from '@gotk/git';
import { expireAfter } from '@gotk/kube-client';
import { kustomizeBuild, renderBuild } from '@gotk/kustomize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAlone } from '../../testing/test-cluster.js';
import { remoteBaseFetcher } from './fetch-remote-base.js';

const AUTHOR = { name: 'Test', email: 'test@example.com' };
const service = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;

let folder: string;
let git: GitServer;
let http: Server;
let gitUrl: string;
let httpUrl: string;
let commit: string;

async function commitTo(branch: string, name: string): Promise<string> {
  const content = { 'deploy/kustomization.yaml': 'resources: [s.yaml]\n', 'deploy/s.yaml': service(name) };
  const changes = Object.entries({ ...content, 'kustomization.yaml': 'resources: [deploy]\n' });
  return commitFiles(
    {
      gitDir: folder,
      ref: `refs/heads/${branch}`,
      author: AUTHOR,
      whenSeconds: 1_704_067_200,
      message: name,
      changes: changes.map(([path, text]) => ({ path, content: text })),
    },
    expireAfter(30_000),
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'remote-base-'));
  await initBareRepository(folder);
  commit = await commitTo('main', 'of-main');
  await tagCommit({ gitDir: folder, name: 'v1', commit }, expireAfter(30_000));
  await commitTo('other', 'of-other');
  git = await serveGit({
    find: (path) => (path.replace(/\.git$/, '') === 'org/repo' ? { gitDir: folder } : undefined),
  });
  http = createServer((request, response) => {
    if (request.url === '/x/y/mine.yaml')
      response.end(service(`of-${atob(request.headers.authorization?.slice(6) ?? '')}`));
    else if (request.url === '/x/y/s.yaml') response.end(service('of-http'));
    else if (request.url === '/x/y/moved.yaml') response.writeHead(302, { location: '/x/y/s.yaml' }).end();
    else if (request.url === '/x/y/big.yaml') response.end('#'.repeat(100_000));
    else if (request.url === '/x/y/slow.yaml') response.write('# and then nothing');
    else if (request.url?.startsWith('/hang/') !== true) response.writeHead(404).end('nothing here');
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  gitUrl = `${git.url}/org/repo`;
  httpUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await git.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  rmSync(folder, { recursive: true });
});

async function build(resource: string): Promise<string> {
  const tree = memoryTree({ 'kustomization.yaml': JSON.stringify({ resources: [resource] }) });
  const fetchRemote = remoteBaseFetcher({ localRepositories: true, maxFileBytes: 10_000, fileTimeoutMs: 300 });
  return renderBuild(await kustomizeBuild({ tree, fetchRemote }));
}

describe('a remote base', () => {
  const rows: readonly [name: string, url: () => string, found: string][] = [
    ['at its default branch', () => gitUrl, 'of-main'],
    ['with a path', () => `${gitUrl}.git/deploy`, 'of-main'],
    ['with a path behind two slashes', () => `${gitUrl}//deploy`, 'of-main'],
    ['with git::', () => `git::${gitUrl}//deploy`, 'of-main'],
    ['at a branch', () => `${gitUrl}//deploy?ref=other`, 'of-other'],
    ['at a branch, the older way', () => `${gitUrl}//deploy?version=other`, 'of-other'],
    ['at a tag', () => `${gitUrl}?ref=v1`, 'of-main'],
    ['at a full name', () => `${gitUrl}?ref=refs/heads/other`, 'of-other'],
    ['at a commit', () => `${gitUrl}?ref=${commit}`, 'of-main'],
    ['with limits', () => `${gitUrl}?ref=v1&timeout=30s&submodules=false`, 'of-main'],
    ['on this machine', () => `file://${folder}//deploy?ref=other`, 'of-other'],
    ['that is a file', () => `${httpUrl}/x/y/s.yaml`, 'of-http'],
    ['that is a file for a user', () => `${httpUrl}/x/y/mine.yaml`.replace('//', '//me:p%40ss@'), 'of-me:p@ss'],
    ['that has moved', () => `${httpUrl}/x/y/moved.yaml`, 'of-http'],
  ];
  it.each(rows)('%s is built', async (_name, url, found) => {
    expect(await build(url())).toBe(service(found));
  });

  const failures: readonly [name: string, url: () => string, message: RegExp][] = [
    ['without such a branch', () => `${gitUrl}?ref=absent`, /couldn't find remote ref absent/],
    ['without such a path', () => `${gitUrl}//absent`, /no such file or directory/],
    ['of a path that leaves it', () => `${gitUrl}//deploy/../../x`, /./],
    ['on this machine where none is', () => `file://${folder}/objects`, /does not appear to be a git repository/],
    ['that is a file which is not there', () => `${httpUrl}/absent.yaml`, /HTTP Error: status code 404 \(Not Found\)/],
    ['that is not there', () => `${git.url}/org/absent`, /./],
    [
      'that does not answer in time',
      () => `${httpUrl}/hang/repo?timeout=200ms`,
      /hit 0\.2s timeout running 'git fetch'/,
    ],
    ['that is a file which is too large', () => `${httpUrl}/x/y/big.yaml`, /is larger than 10000 bytes/],
    ['that is a file which never ends', () => `${httpUrl}/x/y/slow.yaml`, /hit 0\.3s timeout/],
  ];
  it.each(failures)('%s fails with the reason', async (_name, url, message) => {
    await expect(build(url())).rejects.toThrow(message);
  });

  it('is no repository on this machine unless that is allowed', async () => {
    const request = {
      kind: 'git',
      cloneUrl: `file://${folder}`,
      ref: '',
      submodules: true,
      timeoutMs: 10_000,
    } as const;
    await expect(remoteBaseFetcher()(request)).rejects.toThrow("transport 'file' not allowed");
  });

  it('shows no password in its errors', async () => {
    const url = gitUrl.replace('http://', 'http://user:sesame@');
    const request = { kind: 'git', cloneUrl: url, ref: 'absent', submodules: true, timeoutMs: 10_000 } as const;
    await expect(remoteBaseFetcher()(request)).rejects.toThrow(/^(?!.*sesame)/);
  });

  it('is given up when the build is', async () => {
    const stop = new AbortController();
    const tree = memoryTree({ 'kustomization.yaml': JSON.stringify({ resources: [`${httpUrl}/hang/x.yaml`] }) });
    const built = kustomizeBuild({ tree, fetchRemote: remoteBaseFetcher() }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(built).rejects.toThrow('enough');
  });

  it('is built by the command as it is', async () => {
    const { stdout, exitCode } = await runAlone(['kustomize', 'build', `${gitUrl}//deploy?ref=other`]);
    expect({ stdout, exitCode }).toEqual({ stdout: service('of-other'), exitCode: 0 });
  });
});
