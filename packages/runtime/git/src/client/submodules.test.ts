import type { FileTree } from '@gotk/file-tree';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { createGitClient, type GitClient } from './create-git-client.js';
import { parseSubmodules, submoduleRemote } from './submodule-urls.js';

const gitmodules = (path: string, url: string): string => `[submodule "${path}"]\n\tpath = ${path}\n\turl = ${url}\n`;

function listing(tree: FileTree, path = ''): readonly string[] {
  const entry = tree.entry(path);
  if (entry?.kind !== 'directory') return [entry?.kind === 'symlink' ? `${path} -> ${entry.target}` : path];
  if (entry.names.length === 0) return [`${path}/`];
  return entry.names.flatMap((name) => listing(tree, path === '' ? name : `${path}/${name}`));
}

describe('submodules', () => {
  let server: TestServer;
  let git: GitClient;

  beforeAll(async () => {
    server = await startTestServer();
    git = createGitClient({ temporaryFolder: server.folder });
    const deepest = await server.commit('deepest', { files: { 'd.yaml': 'd' } });
    const old = await server.commit('lib', {
      files: { 'l.yaml': 'l', '.gitmodules': gitmodules('deep', '../deepest.git') },
      changes: [{ path: 'deep', submodule: deepest }],
    });
    await server.commit('lib', { message: 'newer', files: { 'newer.yaml': 'n' } });
    await server.commit('app', {
      files: { 'a.yaml': 'a', '.gitmodules': gitmodules('vendor/lib', server.urlOf('lib')) },
      changes: [
        { path: 'vendor/lib', submodule: old },
        { path: 'unknown', submodule: old },
        { path: 'run.sh', content: '#!/bin/sh\n', executable: true },
        { path: 'link', symlink: 'a.yaml' },
      ],
    });
    await server.commit('bad-url', {
      files: { '.gitmodules': gitmodules('x', 'file:///etc') },
      changes: [{ path: 'x', submodule: old }],
    });
    await server.commit('lost', {
      files: { '.gitmodules': gitmodules('x', server.urlOf('lib')) },
      changes: [{ path: 'x', submodule: '0123456789012345678901234567890123456789' }],
    });
  });
  afterAll(async () => {
    await git.close();
    await server.close();
  });

  const read = async (name: string, recurseSubmodules: boolean): Promise<FileTree> => {
    const request = { remote: { url: server.urlOf(name) }, reference: { branch: 'main' }, recurseSubmodules };
    const outcome = await git.fetch(request, AbortSignal.timeout(30_000));
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    try {
      return await outcome.snapshot.readTree();
    } finally {
      await outcome.snapshot.close();
    }
  };

  test('stand at their places at the pinned commits, their own submodules too', async () => {
    expect(listing(await read('app', true))).toEqual([
      '.gitmodules',
      'a.yaml',
      'link -> a.yaml',
      'run.sh',
      'unknown/',
      'vendor/lib/.gitmodules',
      'vendor/lib/deep/d.yaml',
      'vendor/lib/l.yaml',
    ]);
  });

  test('are empty directories when they are not asked for', async () => {
    const tree = await read('app', false);
    expect(tree.entry('vendor/lib')).toEqual({ kind: 'directory', names: [] });
    expect(tree.entry('run.sh')).toMatchObject({ kind: 'file', executable: true });
  });

  test.each([
    {
      name: 'a URL that could read this machine',
      repository: 'bad-url',
      message: 'submodule URL "file:///etc" is not supported',
    },
    { name: 'a commit that is nowhere', repository: 'lost', message: 'object not found' },
  ])('$name is an error', async ({ repository, message }) => {
    await expect(read(repository, true)).rejects.toThrow(`unable to clone '${server.urlOf(repository)}': ${message}`);
  });
});

describe('submoduleRemote', () => {
  const auth = { kind: 'basic', username: 'user', password: 'pass' } as const;
  const parent = { url: 'https://git.example.com/org/app.git', auth };
  const ssh = { kind: 'ssh', username: 'git', identity: 'key', knownHosts: 'hosts' } as const;
  test.each([
    { name: 'relative', url: '../lib.git', want: 'https://git.example.com/org/lib.git', credentials: true },
    {
      name: 'of the same host',
      url: 'https://git.example.com/x.git',
      want: 'https://git.example.com/x.git',
      credentials: true,
    },
    {
      name: 'of another host',
      url: 'https://other.example.com/x.git',
      want: 'https://other.example.com/x.git',
      credentials: false,
    },
    {
      name: 'of another port',
      url: 'https://git.example.com:8443/x.git',
      want: 'https://git.example.com:8443/x.git',
      credentials: false,
    },
    {
      name: 'without encryption',
      url: 'http://git.example.com/x.git',
      want: 'http://git.example.com/x.git',
      credentials: false,
    },
    {
      name: 'in the form of scp',
      url: 'git@git.example.com:org/lib.git',
      want: 'ssh://git@git.example.com/org/lib.git',
      credentials: false,
    },
  ])('$name', ({ url, want, credentials }) => {
    expect(submoduleRemote(parent, url)).toMatchObject({ url: want, auth: credentials ? auth : { kind: 'none' } });
  });

  test('an SSH key goes along to other hosts', () => {
    const remote = { url: 'ssh://git@a.example.com/app.git', auth: ssh };
    expect(submoduleRemote(remote, 'ssh://git@b.example.com/lib.git').auth).toBe(ssh);
  });

  test.each(['/etc', 'file:///etc', 'ext::sh -c x', 'git://host/x', '-x'])('%s is refused', (url) => {
    expect(() => submoduleRemote(parent, url)).toThrow('is not supported');
  });
});

test('parseSubmodules joins paths and URLs by name', () => {
  const output = 'submodule.a.b.path\nvendor/x/\0submodule.a.b.url\n../x\0submodule.half.path\nhalf\0';
  expect([...parseSubmodules(output)]).toEqual([['vendor/x', '../x']]);
});
