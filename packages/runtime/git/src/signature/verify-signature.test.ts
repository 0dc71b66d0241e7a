import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGitClient } from '../client/create-git-client.js';
import type { GitSnapshot } from '../client/git-snapshot.js';
import { serveGit } from '../server/serve-git.js';
import { signatureType } from './signature-type.js';
import { verifySignature } from './verify-signature.js';

const hasGpg = works('gpg');
const NONE = { keyRings: [], authorizedKeys: [] };

function works(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('verifySignature', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'signature-test-'));
    mkdirSync(join(folder, 'gnupg'), { mode: 0o700 });
  });
  afterAll(() => {
    if (hasGpg) execFileSync('gpgconf', ['--homedir', join(folder, 'gnupg'), '--kill', 'all'], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  });

  /** A tag on a commit, both signed by Git itself, as our client fetches them. */
  async function signedSnapshot(name: string, settings: readonly string[]): Promise<GitSnapshot> {
    const work = join(folder, name);
    const env = { PATH: process.env['PATH'], HOME: folder, GNUPGHOME: join(folder, 'gnupg') };
    const git = (...args: readonly string[]) => execFileSync('git', ['-C', work, ...args], { env, stdio: 'pipe' });
    execFileSync('git', ['init', '-q', work], { env });
    for (const setting of ['user.name=A', 'user.email=a@example.com', ...settings]) {
      const [key = '', value = ''] = setting.split('=');
      git('config', key, value);
    }
    git('commit', '-q', '--allow-empty', '-S', '-m', 'signed\n\nbody');
    git('tag', '-s', '-m', 'signed tag', 'v1');
    const server = await serveGit({ find: () => ({ gitDir: join(work, '.git') }) });
    const client = createGitClient({ temporaryFolder: folder });
    const remote = { url: `${server.url}/x.git` };
    const outcome = await client.fetch({ remote, reference: { tag: 'v1' } }, AbortSignal.timeout(20_000));
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    await outcome.snapshot.close();
    await client.close();
    await server.close();
    return outcome.snapshot;
  }

  const sshKey = (name: string, type: string): { file: string; publicKey: string; fingerprint: string } => {
    const file = join(folder, `key-${name}`);
    const [algorithm = '', bits] = type.split('-');
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      algorithm,
      ...(bits === undefined ? [] : ['-b', bits]),
      '-N',
      '',
      '-C',
      'a comment',
      '-f',
      file,
    ]);
    const fingerprint =
      execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';
    return { file, publicKey: readFileSync(`${file}.pub`, 'utf8'), fingerprint };
  };

  test.each(['ed25519', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521', 'rsa-2048'])('SSH, %s', async (type) => {
    const key = sshKey(type, type);
    const other = sshKey(`${type}-other`, 'ed25519').publicKey;
    const { commit, tag } = await signedSnapshot(`ssh-${type}`, ['gpg.format=ssh', `user.signingkey=${key.file}.pub`]);
    if (tag === undefined) throw new Error('there is no tag');
    const authorizedKeys = ['not a key', `# comment\n\n${other}`, `cert-authority ${key.publicKey}`];
    expect(await verifySignature({ kind: 'commit', ...commit }, { ...NONE, authorizedKeys })).toBe(key.fingerprint);
    expect(await verifySignature({ kind: 'tag', ...tag }, { ...NONE, authorizedKeys })).toBe(key.fingerprint);
    const failure = 'unable to verify payload with any of the given authorized keys: no matching key';
    const tampered = {
      kind: 'commit',
      ...commit,
      signed: Buffer.from(commit.signed.toString().replace('body', 'evil')),
    } as const;
    await expect(verifySignature(tampered, { ...NONE, authorizedKeys: [key.publicKey] })).rejects.toThrow(
      `unable to verify Git commit SSH signature: ${failure}\nssh: signature did not verify`,
    );
    await expect(verifySignature({ kind: 'tag', ...tag }, { ...NONE, authorizedKeys: [other] })).rejects.toThrow(
      `unable to verify Git tag SSH signature: ${failure}\npublic key does not match`,
    );
  });

  test('an SSH signature that was made for something else', async () => {
    const key = sshKey('namespace', 'ed25519');
    const signature = execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'file', '-f', key.file], {
      input: 'payload',
      encoding: 'utf8',
      stdio: 'pipe',
    });
    const object = { kind: 'commit', signature, signed: Buffer.from('payload') } as const;
    await expect(verifySignature(object, { ...NONE, authorizedKeys: [key.publicKey] })).rejects.toThrow(
      'namespace does not match',
    );
  });

  test.skipIf(!hasGpg)('PGP', async () => {
    const home = ['--homedir', join(folder, 'gnupg'), '--batch', '--yes'];
    const gpg = (...args: readonly string[]): string =>
      execFileSync('gpg', [...home, ...args], { encoding: 'utf8', stdio: 'pipe' });
    const generate = (user: string): { id: string; armored: string } => {
      gpg('--passphrase', '', '--quick-generate-key', user, 'ed25519', 'sign', 'never');
      const id = /^sec:(?:[^:]*:){3}([0-9A-F]{16})/m.exec(gpg('--with-colons', '--list-secret-keys', user))?.[1] ?? '';
      return { id, armored: gpg('--armor', '--export', user) };
    };
    const key = generate('a@example.com');
    const other = generate('b@example.com');
    const { commit, tag } = await signedSnapshot('pgp', [`user.signingkey=${key.id}`]);
    if (tag === undefined) throw new Error('there is no tag');
    const keyRings = ['not a key', other.armored, key.armored];
    expect(await verifySignature({ kind: 'commit', ...commit }, { ...NONE, keyRings })).toBe(key.id);
    expect(await verifySignature({ kind: 'tag', ...tag }, { ...NONE, keyRings })).toBe(key.id);
    const failure =
      'unable to verify Git commit: unable to verify payload with any of the given key rings: no matching key';
    const tampered = {
      kind: 'commit',
      ...commit,
      signed: Buffer.from(commit.signed.toString().replace('body', 'evil')),
    } as const;
    await expect(verifySignature(tampered, { ...NONE, keyRings })).rejects.toThrow(failure);
    await expect(
      verifySignature({ kind: 'commit', ...commit }, { ...NONE, keyRings: [other.armored] }),
    ).rejects.toThrow(failure);
    await expect(verifySignature({ kind: 'commit', ...commit }, { ...NONE, keyRings: ['not a key'] })).rejects.toThrow(
      'unable to read armored key ring',
    );
    await expect(verifySignature({ kind: 'commit', ...commit }, { ...NONE, authorizedKeys: ['x'] })).rejects.toThrow(
      'PGP signature detected but no PGP public keys found in secret (keys with .asc suffix)',
    );
  });

  test.each([
    { name: 'no signature', signature: undefined, message: 'unsupported signature type: empty' },
    {
      name: 'an S/MIME signature',
      signature: '-----BEGIN SIGNED MESSAGE-----\n',
      message: 'unsupported signature type: x509',
    },
    { name: 'something else', signature: 'x', message: 'unsupported signature type: unknown' },
    {
      name: 'an SSH signature without keys',
      signature: '-----BEGIN SSH SIGNATURE-----\n',
      message: 'SSH signature detected but no SSH public keys found in secret (keys with .sshpub suffix)',
    },
  ])('$name', async ({ signature, message }) => {
    const object = { kind: 'commit', signed: Buffer.from('x'), ...(signature !== undefined && { signature }) } as const;
    await expect(verifySignature(object, NONE)).rejects.toThrow(message);
  });

  test.each([
    {
      name: 'no armour',
      body: '-----BEGIN SSH SIGNATURE-----\nx',
      message: 'unable to unarmor SSH signature: invalid PEM block',
    },
    {
      name: 'another format',
      body: armour('hello world'),
      message: 'unable to unarmor SSH signature: invalid magic preamble',
    },
    {
      name: 'a later version',
      body: armour('SSHSIG\0\0\0\x02'),
      message: 'unable to unarmor SSH signature: unsupported signature version 2: expected 1',
    },
    {
      name: 'lengths that lie',
      body: armour('SSHSIG\0\0\0\x01\xff\xff\xff\xff'),
      message: 'unable to unarmor SSH signature: unexpected end of data',
    },
  ])('a malformed SSH signature: $name', async ({ body, message }) => {
    const object = { kind: 'commit', signature: body, signed: Buffer.from('x') } as const;
    await expect(verifySignature(object, { ...NONE, authorizedKeys: ['x'] })).rejects.toThrow(message);
  });
});

function armour(content: string): string {
  return `-----BEGIN SSH SIGNATURE-----\n${Buffer.from(content, 'latin1').toString('base64')}\n-----END SSH SIGNATURE-----\n`;
}

test('signatureType looks past space', () => {
  expect(signatureType('\n -----BEGIN PGP SIGNATURE-----')).toBe('openpgp');
});
