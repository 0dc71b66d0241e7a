import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LocatedError } from '@gotk/located-error';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitFiles, tagCommit } from '../server/commit-files.js';
import { serveGit } from '../server/serve-git.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { writeBareRepository } from './bare-repository.js';
import { createGitClient, type GitClient } from './create-git-client.js';
import type { FetchRequest } from './fetch-revision.js';
import type { GitReference } from './git-reference.js';
import { renderAbsoluteRevision, renderRevision } from './revision.js';

const signal = (): AbortSignal => AbortSignal.timeout(30_000);

describe('fetching a revision over HTTP', () => {
  let git: GitClient;
  let server: TestServer;
  const hashes: Record<string, string> = {};

  beforeAll(async () => {
    server = await startTestServer({ private: { basicAuth: { username: 'user', password: 'pass' } } });
    git = createGitClient({ temporaryFolder: server.folder });
    const app = (name: string, minute: number, rest: object): Promise<string> =>
      server.commit('app', { message: name, minute, files: { 'a.yaml': name, [`${name}.txt`]: 'x' }, ...rest });
    hashes['one'] = await app('one', 0, { tag: 'v1.0.0' });
    hashes['two'] = await app('two', 1, { tag: 'v1.1.0', annotated: true });
    hashes['three'] = await app('three', 2, { tag: 'v2.0.0-rc.1' });
    hashes['dev'] = await app('dev', 3, { branch: 'feature/dev', from: 'refs/heads/main' });
    await server.commit('private', { files: { secret: 'x' } });
    await server.commit('empty', { branch: 'to-be-removed', files: { a: 'a' } });
  });
  afterAll(async () => {
    await git.close();
    await server.close();
  });

  const fetch = (reference: GitReference, more: Partial<FetchRequest> = {}) =>
    git.fetch({ remote: { url: server.urlOf('app') }, reference, ...more }, signal());

  const rows: readonly { name: string; reference: () => GitReference; commit: string; revision: string }[] = [
    { name: 'a branch', reference: () => ({ branch: 'main' }), commit: 'three', revision: 'main@sha1:' },
    {
      name: 'a branch with a slash',
      reference: () => ({ branch: 'feature/dev' }),
      commit: 'dev',
      revision: 'feature/dev@sha1:',
    },
    { name: 'a tag', reference: () => ({ tag: 'v1.0.0' }), commit: 'one', revision: 'v1.0.0@sha1:' },
    { name: 'an annotated tag', reference: () => ({ tag: 'v1.1.0' }), commit: 'two', revision: 'v1.1.0@sha1:' },
    {
      name: 'a tag before a branch',
      reference: () => ({ branch: 'main', tag: 'v1.0.0' }),
      commit: 'one',
      revision: 'v1.0.0@sha1:',
    },
    { name: 'a commit', reference: () => ({ commit: hashes['one'] ?? '' }), commit: 'one', revision: 'sha1:' },
    {
      name: 'the commit a branch ends with',
      reference: () => ({ commit: hashes['three'] ?? '' }),
      commit: 'three',
      revision: 'sha1:',
    },
    {
      name: 'a commit in upper case',
      reference: () => ({ commit: (hashes['two'] ?? '').toUpperCase() }),
      commit: 'two',
      revision: 'sha1:',
    },
    {
      name: 'a commit of a branch',
      reference: () => ({ branch: 'main', commit: hashes['two'] ?? '' }),
      commit: 'two',
      revision: 'main@sha1:',
    },
  ];
  test.each(rows)('$name', async ({ reference, commit, revision }) => {
    const outcome = await fetch(reference());
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    const { snapshot } = outcome;
    expect(renderRevision(snapshot.at)).toBe(`${revision}${hashes[commit]}`);
    expect(snapshot.commit).toMatchObject({
      message: commit,
      author: { name: 'Test Person', email: 'test@example.com' },
    });
    const entry = (await snapshot.readTree()).entry('a.yaml');
    expect(entry?.kind === 'file' && Buffer.from(entry.read()).toString()).toBe(commit);
    await snapshot.close();
  });

  test.each([
    { name: 'a branch by name', ref: 'refs/heads/main', commit: 'three' },
    { name: 'an annotated tag by name', ref: 'refs/tags/v1.1.0', commit: 'two' },
    { name: 'what a tag points to by name', ref: 'refs/tags/v1.1.0^{}', commit: 'two' },
    { name: 'HEAD', ref: 'HEAD', commit: 'three' },
  ])('$name', async ({ ref, commit }) => {
    const outcome = await fetch({ name: ref, branch: 'other' });
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    expect(renderAbsoluteRevision(outcome.snapshot.at)).toBe(`${ref}@sha1:${hashes[commit]}`);
    await outcome.snapshot.close();
  });

  test('an annotated tag comes with its object, a lightweight one with its name', async () => {
    const annotated = await fetch({ tag: 'v1.1.0' });
    const light = await fetch({ tag: 'v1.0.0' });
    if (annotated.kind !== 'fetched' || light.kind !== 'fetched') throw new Error('not fetched');
    expect(annotated.snapshot.tag).toMatchObject({
      name: 'v1.1.0',
      message: 'tag v1.1.0\n',
      tagger: { name: 'Test Person' },
    });
    expect(light.snapshot.tag).toEqual({ name: 'v1.0.0' });
    await Promise.all([annotated.snapshot.close(), light.snapshot.close()]);
  });

  test.each([
    { name: 'branch', reference: () => ({ branch: 'main' }), last: () => `main@sha1:${hashes['three']}` },
    { name: 'annotated tag', reference: () => ({ tag: 'v1.1.0' }), last: () => `v1.1.0@sha1:${hashes['two']}` },
    {
      name: 'name',
      reference: () => ({ name: 'refs/heads/main' }),
      last: () => `refs/heads/main@sha1:${hashes['three']}`,
    },
    { name: 'commit', reference: () => ({ commit: hashes['one'] ?? '' }), last: () => `sha1:${hashes['one']}` },
  ])('nothing is fetched when the $name has not moved', async ({ reference, last }) => {
    expect(await fetch(reference(), { lastRevision: last() })).toMatchObject({ kind: 'unchanged' });
  });

  const URL_OF_APP = () => server.urlOf('app');
  test.each([
    {
      name: 'a missing branch',
      reference: { branch: 'none' },
      message: () => `unable to clone '${URL_OF_APP()}': couldn't find remote ref "refs/heads/none"`,
    },
    {
      name: 'no reference, where there is no master',
      reference: {},
      message: () => `unable to clone '${URL_OF_APP()}': couldn't find remote ref "refs/heads/master"`,
    },
    {
      name: 'a missing tag',
      reference: { tag: 'v9' },
      message: () => `unable to clone '${URL_OF_APP()}': couldn't find remote ref "refs/tags/v9"`,
    },
    {
      name: 'a missing name',
      reference: { name: 'refs/heads/none' },
      message: () => `unable to resolve ref 'refs/heads/none' to a specific commit`,
    },
    {
      name: 'a missing commit',
      reference: { commit: '0123456789012345678901234567890123456789' },
      message: () => `unable to resolve commit object for '0123456789012345678901234567890123456789': object not found`,
    },
    {
      name: 'a short commit',
      reference: { commit: '5807343' },
      message: () => `unable to resolve commit object for '5807343': object not found`,
    },
    {
      name: 'a commit on a missing branch',
      reference: { branch: 'none', commit: '0123456789012345678901234567890123456789' },
      message: () => `unable to clone '${URL_OF_APP()}': couldn't find remote ref "refs/heads/none"`,
    },
    {
      name: 'a name that looks like an option',
      reference: { name: '--upload-pack=touch /tmp/x' },
      message: () => `unable to resolve ref '--upload-pack=touch /tmp/x' to a specific commit`,
    },
    {
      name: 'a branch that looks like an option',
      reference: { branch: '--exec=x' },
      message: () => `unable to clone '${URL_OF_APP()}': couldn't find remote ref "refs/heads/--exec=x"`,
    },
  ])('$name is an error', async ({ reference, message }) => {
    await expect(fetch(reference)).rejects.toMatchObject({ message: message() });
  });

  test('a commit of another branch is not found on this one', async () => {
    const commit = hashes['dev'] ?? '';
    await expect(fetch({ branch: 'main', commit })).rejects.toThrow(
      `unable to resolve commit object for '${commit}': object not found`,
    );
  });

  test('a branch with a slash at its end, once there is a revision', async () => {
    await expect(fetch({ branch: 'main/' }, { lastRevision: 'x@sha1:y' })).rejects.toThrow(
      "ref refs/heads/main/ is invalid; Git refs cannot begin or end with a slash '/'",
    );
  });

  test('a repository that is not there', async () => {
    const url = server.urlOf('nothing');
    await expect(git.fetch({ remote: { url }, reference: { branch: 'main' } }, signal())).rejects.toMatchObject({
      message: `unable to clone '${url}': repository not found: `,
    });
  });

  test('nobody listens', async () => {
    const remote = { url: 'http://127.0.0.1:1/x.git' };
    await expect(
      git.fetch({ remote, lastRevision: 'main@sha1:x', reference: { branch: 'main' } }, signal()),
    ).rejects.toMatchObject({
      message: `unable to list remote for 'http://127.0.0.1:1/x.git': Get "http://127.0.0.1:1/x.git/info/refs?service=git-upload-pack": dial tcp 127.0.0.1:1: connect: connection refused`,
    });
  });

  test.each([
    { name: 'no credentials', auth: { kind: 'none' }, ok: false },
    { name: 'a wrong password', auth: { kind: 'basic', username: 'user', password: 'wrong-password' }, ok: false },
    { name: 'the right password', auth: { kind: 'basic', username: 'user', password: 'pass' }, ok: true },
  ] as const)('a private repository with $name', async ({ auth, ok }) => {
    const remote = { url: server.urlOf('private'), auth };
    const fetched = git.fetch({ remote, reference: { branch: 'main' } }, signal());
    if (!ok) {
      await expect(fetched).rejects.toMatchObject({
        message: `unable to clone '${remote.url}': authentication required: Unauthorized`,
      });
    } else {
      const outcome = await fetched;
      expect(outcome.kind).toBe('fetched');
      if (outcome.kind === 'fetched') await outcome.snapshot.close();
    }
  });

  test('credentials in the URL work, and its password never shows', async () => {
    const url = (password: string): string => server.urlOf('private').replace('//', `//user:${password}@`);
    const outcome = await git.fetch({ remote: { url: url('pass') }, reference: { branch: 'main' } }, signal());
    if (outcome.kind === 'fetched') await outcome.snapshot.close();
    expect(outcome.kind).toBe('fetched');
    const failed = git.fetch({ remote: { url: url('hunter2') }, reference: { branch: 'main' } }, signal());
    const error: unknown = await failed.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LocatedError);
    expect(String(error)).toContain('user:xxxxx@');
    expect(String(error)).not.toContain('hunter2');
  });

  test('only what is wanted is read', async () => {
    const outcome = await fetch({ branch: 'main' });
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    const tree = await outcome.snapshot.readTree((path) => path.endsWith('.txt'));
    expect(tree.entry('')).toEqual({ kind: 'directory', names: ['one.txt', 'three.txt', 'two.txt'] });
    expect(tree.entry('a.yaml')).toBeUndefined();
    await outcome.snapshot.close();
  });

  test('a repository whose hashes are SHA-256', async () => {
    const gitDir = join(server.folder, 'sha256');
    const signed = { gitDir, author: { name: 'x', email: 'x' }, whenSeconds: 1, message: 'x' };
    await mkdir(gitDir);
    await writeBareRepository(gitDir, { objectFormat: 'sha256' });
    const changes = [{ path: 'deep/a.yaml', content: 'a' }];
    const first = await commitFiles({ ...signed, ref: 'refs/heads/main', changes }, signal());
    await tagCommit({ gitDir, name: 'v1.0.0', commit: first }, signal());
    await commitFiles({ ...signed, ref: 'refs/heads/main', changes: [] }, signal());
    const served = await serveGit({ find: () => ({ gitDir }) });
    for (const [reference, ref] of [
      [{ tag: 'v1.0.0' }, 'v1.0.0@'],
      [{ semver: '1.x' }, 'v1.0.0@'],
      [{ commit: first }, ''],
    ] as const) {
      const outcome = await git.fetch({ remote: { url: `${served.url}/x` }, reference }, signal());
      if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
      expect(renderRevision(outcome.snapshot.at)).toBe(`${ref}sha256:${first}`);
      expect((await outcome.snapshot.readTree()).entry('deep/a.yaml')).toMatchObject({ kind: 'file', sizeBytes: 1 });
      await outcome.snapshot.close();
    }
    await served.close();
  });

  test('nothing is left behind', async () => {
    expect(readdirSync(join(server.folder)).filter((name) => name.startsWith('gotk-'))).toEqual([]);
  });

  test.each([
    { name: 'entries', limits: { maxEntries: 2 }, message: 'the commit has more than 2 entries' },
    { name: 'bytes', limits: { maxTotalBytes: 3 }, message: 'the files of the commit have more than 3 bytes' },
    {
      name: 'bytes of a file',
      limits: { maxFileBytes: 4 },
      message: 'a file of 5 bytes is larger than the limit of 4 bytes',
    },
  ])('more $name than allowed', async ({ limits, message }) => {
    const read = async (): Promise<void> => {
      const outcome = await fetch({ branch: 'main' }, { limits });
      if (outcome.kind !== 'fetched') return;
      await outcome.snapshot.readTree().finally(() => outcome.snapshot.close());
    };
    await expect(read()).rejects.toThrow(message);
  });
});
