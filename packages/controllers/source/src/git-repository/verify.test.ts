import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactOf } from '@gotk/flux-types';
import { type GitServer, serveGit } from '@gotk/git';
import { fieldOf } from '@gotk/objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conditionsOf, startTestCluster, type TestCluster } from '../testing/test-cluster.js';

describe('the verification of signatures', () => {
  let cluster: TestCluster;
  let folder: string;
  let server: GitServer;
  let fingerprint: string;
  const hashes = { signed: '', tag: '', unsigned: '' };

  beforeAll(async () => {
    cluster = await startTestCluster();
    folder = mkdtempSync(join(tmpdir(), 'verify-test-'));
    for (const name of ['key', 'other']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
    }
    fingerprint =
      execFileSync('ssh-keygen', ['-lf', join(folder, 'key.pub')], { encoding: 'utf8' }).split(' ')[1] ?? '';
    const work = join(folder, 'work');
    const env = { PATH: process.env['PATH'], HOME: folder };
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', work, ...args], { env, stdio: 'pipe', encoding: 'utf8' }).trim();
    execFileSync('git', ['init', '-q', '-b', 'main', work], { env });
    const settings = {
      'user.name': 'A',
      'user.email': 'a@b',
      'gpg.format': 'ssh',
      'user.signingkey': join(folder, 'key.pub'),
    };
    for (const [key, value] of Object.entries(settings)) git('config', key, value);
    git('commit', '-q', '--allow-empty', '-S', '-m', 'signed');
    git('tag', '-s', '-m', 'signed', 'signed');
    git('tag', '-a', '-m', 'annotated', 'annotated');
    hashes.signed = git('rev-parse', 'HEAD');
    hashes.tag = git('rev-parse', 'signed');
    git('checkout', '-q', '-b', 'unsigned');
    git('commit', '-q', '--allow-empty', '-m', 'unsigned');
    hashes.unsigned = git('rev-parse', 'HEAD');
    server = await serveGit({ find: () => ({ gitDir: join(work, '.git') }) });
    await secret('keys', { 'a.sshpub': readFileSync(join(folder, 'key.pub'), 'utf8') });
    await secret('others', { 'a.sshpub': readFileSync(join(folder, 'other.pub'), 'utf8') });
  });
  afterAll(async () => {
    await cluster.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const secret = (name: string, values: Readonly<Record<string, string>>) => {
    const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, btoa(value)]));
    return cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'test', name }, data });
  };
  const apply = (name: string, ref: object, verify?: object) =>
    cluster.applyRepository(name, {
      interval: '1h',
      url: `${server.url}/x.git`,
      ref: ref as never,
      ...(verify !== undefined && { verify: verify as never }),
    });
  const keys = { secretRef: { name: 'keys' } };

  test('of the commit, of the tag, of both, and of nothing', async () => {
    const commit = `commit '${hashes.signed}' with key '${fingerprint}'`;
    const tag = `tag 'signed@${hashes.tag}' with key '${fingerprint}'`;
    // What has been verified together need not be verified again.
    for (const [mode, lines] of [
      ['HEAD', [commit]],
      ['TagAndHEAD', [tag, commit]],
      ['Tag', [tag, commit]],
    ] as const) {
      await apply('good', { tag: 'signed' }, { mode, ...keys });
      const object = await cluster.settled('good');
      expect(conditionsOf(object)).toContain(
        `SourceVerified True Succeeded ${['verified signature of', ...lines].join('\n\t- ')}`,
      );
      expect(fieldOf(object, 'status', 'sourceVerificationMode')).toBe(mode === 'Tag' ? 'TagAndHEAD' : mode);
      expect(conditionsOf(object)[0]).toMatch(/^Ready True Succeeded stored artifact/);
    }
    await apply('good', { branch: 'main' });
    const object = await cluster.settled('good');
    expect(conditionsOf(object)).toHaveLength(2);
    expect(fieldOf(object, 'status', 'sourceVerificationMode')).toBeUndefined();
  });

  test.each([
    {
      name: 'a commit that is not signed',
      ref: { branch: 'unsigned' },
      verify: keys,
      ready: () =>
        `InvalidCommitSignature signature verification of commit '${hashes.unsigned}' failed: unsupported signature type: empty`,
    },
    {
      name: 'a commit signed by somebody else',
      ref: { branch: 'main' },
      verify: { secretRef: { name: 'others' } },
      ready: () =>
        `InvalidCommitSignature signature verification of commit '${hashes.signed}' failed: unable to verify Git commit SSH signature: unable to verify payload with any of the given authorized keys: no matching key\npublic key does not match`,
    },
    {
      name: 'a tag that is not signed',
      ref: { tag: 'annotated' },
      verify: { mode: 'Tag', ...keys },
      ready: () =>
        expect.stringMatching(
          /InvalidGitObject cannot verify signature of tag 'annotated@[0-9a-f]{40}' since it is not signed$/,
        ),
    },
    {
      name: 'keys that are not there',
      ref: { branch: 'main' },
      verify: { secretRef: { name: 'none' } },
      ready: () => 'VerificationError public keys secret error: secrets "none" not found',
    },
  ])('$name stops the artifact', async ({ ref, verify, ready }) => {
    await apply('bad', ref, verify);
    const object = await cluster.settled('bad');
    const told = ready() as unknown;
    const text = typeof told === 'string' ? `Ready False ${told}` : told;
    expect(conditionsOf(object)).toContainEqual(text);
    expect(conditionsOf(object).some((condition) => condition.startsWith('SourceVerified False'))).toBe(true);
    expect(artifactOf(object)).toBeUndefined();
  });

  test('a tag is asked for where there is none', async () => {
    await apply('stalled', { branch: 'main' }, { mode: 'Tag', ...keys });
    const object = await cluster.settled('stalled');
    const told = "InvalidVerificationMode cannot verify tag object's signature if a tag reference is not specified";
    expect(conditionsOf(object)).toEqual([
      `Stalled True ${told}`,
      `Ready False ${told}`,
      `SourceVerified False ${told}`,
    ]);
    await apply('stalled', { tag: 'signed' }, { mode: 'Tag', ...keys });
    expect(conditionsOf(await cluster.settled('stalled'))[0]).toMatch(/^Ready True/);
  });
});
