import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGitClient, type GitClient } from '../client/create-git-client.js';
import type { GitAuth } from '../client/git-remote.js';
import { renderRevision } from '../client/revision.js';
import { PROXY_USER, type SocketProxy, startSocketProxy } from '../testing/socket-proxy.js';
import { noSshServer, type SshServer, startSshServer } from '../testing/ssh-server.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { parseLsRemote } from './list-ssh-refs.js';
import { sshVariables } from './ssh-variables.js';

describe.skipIf(noSshServer !== undefined)(`fetching over SSH ${noSshServer ?? ''}`, () => {
  let repositories: TestServer;
  let ssh: SshServer;
  let git: GitClient;
  let hash: string;

  beforeAll(async () => {
    repositories = await startTestServer();
    ssh = await startSshServer(join(repositories.folder, 'sshd'));
    const temporaryFolder = join(repositories.folder, "it's 100% safe & sound");
    mkdirSync(temporaryFolder);
    git = createGitClient({ temporaryFolder });
    const module = await repositories.commit('module', { files: { m: 'm' } });
    hash = await repositories.commit('app', {
      files: { 'a.yaml': 'a', '.gitmodules': '[submodule "m"]\n\tpath = m\n\turl = ../module.git\n' },
      changes: [{ path: 'm', submodule: module }],
      tag: 'v1.0.0',
      annotated: true,
    });
  });
  afterAll(async () => {
    await git?.close();
    await ssh?.close();
    await repositories?.close();
  });

  const url = (name: string, port = ssh.port): string => `ssh://127.0.0.1:${port}${repositories.folder}/${name}.git`;
  const auth = (more: Partial<Extract<GitAuth, { kind: 'ssh' }>> = {}): GitAuth => ({
    kind: 'ssh',
    username: ssh.username,
    identity: ssh.identity,
    knownHosts: ssh.knownHosts,
    ...more,
  });
  const fetch = (more: object = {}, remote: object = {}) =>
    git.fetch(
      { remote: { url: url('app'), auth: auth(), ...remote }, reference: { branch: 'main' }, ...more },
      AbortSignal.timeout(30_000),
    );

  test.each([
    { name: 'a key', credentials: () => auth() },
    {
      name: 'an encrypted key',
      credentials: () => auth({ identity: ssh.encryptedIdentity, passphrase: ssh.passphrase }),
    },
    { name: 'a key without a newline at its end', credentials: () => auth({ identity: ssh.identity.trimEnd() }) },
  ])('with $name', async ({ credentials }) => {
    const outcome = await fetch({}, { auth: credentials() });
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    expect(renderRevision(outcome.snapshot.at)).toBe(`main@sha1:${hash}`);
    const entry = (await outcome.snapshot.readTree()).entry('a.yaml');
    expect(entry?.kind === 'file' && Buffer.from(entry.read()).toString()).toBe('a');
    await outcome.snapshot.close();
  });

  test('a tag by range, with submodules; then nothing new', async () => {
    const outcome = await fetch({ reference: { semver: '1.x' }, recurseSubmodules: true });
    if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
    expect((await outcome.snapshot.readTree()).entry('m/m')).toMatchObject({ kind: 'file' });
    await outcome.snapshot.close();
    const lastRevision = `v1.0.0@sha1:${hash}`;
    expect(await fetch({ reference: { semver: '1.x' }, lastRevision })).toMatchObject({ kind: 'unchanged' });
  });

  describe('through a proxy', () => {
    let proxy: SocketProxy;
    beforeAll(async () => {
      proxy = await startSocketProxy();
    });
    afterAll(() => proxy?.close());

    const user = `${PROXY_USER.username}:${encodeURIComponent(PROXY_USER.password)}@`;

    test.each(['socks5', 'http'])('of scheme %s', async (scheme) => {
      const before = proxy.targets.length;
      const outcome = await fetch({}, { proxyUrl: `${scheme}://${user}127.0.0.1:${proxy.port}` });
      if (outcome.kind !== 'fetched') throw new Error(outcome.kind);
      expect(renderRevision(outcome.snapshot.at)).toBe(`main@sha1:${hash}`);
      await outcome.snapshot.close();
      const used = proxy.targets.slice(before);
      expect(new Set(used)).toEqual(new Set([`127.0.0.1:${ssh.port}`]));
    });

    test.each([
      {
        name: 'that wants other credentials',
        proxyUrl: () => `socks5://proxy-user:wrong@127.0.0.1:${proxy.port}`,
        message: 'the proxy refused the connection: username/password authentication failed',
      },
      {
        name: 'that wants credentials',
        proxyUrl: () => `socks5://127.0.0.1:${proxy.port}`,
        message: 'the proxy refused the connection: no acceptable authentication method',
      },
      {
        name: 'of HTTP that wants credentials',
        proxyUrl: () => `http://127.0.0.1:${proxy.port}`,
        message: 'the proxy refused the connection: HTTP/1.1 407 Proxy Authentication Required',
      },
      {
        name: 'that is not there',
        proxyUrl: () => 'http://127.0.0.1:1',
        message: 'failed to connect to the proxy: connect ECONNREFUSED 127.0.0.1:1',
      },
    ])('$name', async ({ proxyUrl, message }) => {
      const failure = await fetch({}, { proxyUrl: proxyUrl() }).catch((error: unknown) => error);
      expect(failure instanceof Error && failure.message).toBe(`unable to clone '${url('app')}': ${message}`);
    });
  });

  test.each([
    {
      name: 'a key that nobody knows',
      remote: () => ({ auth: auth({ identity: ssh.otherIdentity }) }),
      message:
        'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
    },
    {
      name: 'a host that nobody knows',
      remote: () => ({ auth: auth({ knownHosts: 'example.com ssh-ed25519 AAAA' }) }),
      message: 'ssh: handshake failed: knownhosts: key is unknown',
    },
    {
      name: 'a host with another key',
      remote: () => ({ auth: auth({ knownHosts: ssh.wrongKnownHosts }) }),
      message: 'ssh: handshake failed: knownhosts: key mismatch',
    },
    {
      name: 'something that is no key',
      remote: () => ({ auth: auth({ identity: 'not a key' }) }),
      message: 'ssh: no key found',
    },
    {
      name: 'a wrong password of the key',
      remote: () => ({ auth: auth({ identity: ssh.encryptedIdentity, passphrase: 'wrong' }) }),
      message: expect.stringMatching(/^ssh: /) as unknown as string,
    },
    { name: 'no such repository', remote: () => ({ url: url('nothing') }), message: 'repository not found' },
    {
      name: 'nobody there',
      remote: () => ({ url: url('app', 1) }),
      message: 'dial tcp 127.0.0.1:1: connect: connection refused',
    },
  ])('$name', async ({ remote, message }) => {
    const given = remote() as { url?: string };
    const failure = await fetch({}, given).catch((error: unknown) => error);
    const prefix = `unable to clone '${given.url ?? url('app')}': `;
    const shown = failure instanceof Error ? failure.message : '';
    expect(shown.slice(0, prefix.length)).toBe(prefix);
    expect(shown.slice(prefix.length)).toEqual(message);
  });
});

describe('sshVariables', () => {
  test('puts no key and no password on a command line, and quotes what the shell and OpenSSH would split', async () => {
    const written = new Map<string, string>();
    const write = async (name: string, content: string): Promise<string> => {
      written.set(name, content);
      return `/tmp/it's 100% safe/${name}`;
    };
    const auth = {
      kind: 'ssh',
      username: 'git',
      identity: 'KEY',
      knownHosts: 'HOSTS\n',
      passphrase: 'PHRASE',
    } as const;
    const variables = await sshVariables(auth, { write, sshAlgorithms: { keyExchange: ['a', 'b'] } });
    const command = variables['GIT_SSH_COMMAND'] ?? '';
    expect(command).toContain(`'IdentityFile="/tmp/it'\\''s 100%% safe/identity"'`);
    expect(command).toContain("'KexAlgorithms=a,b'");
    expect(command).not.toMatch(/KEY|HOSTS|sesame/);
    expect([...written]).toEqual([
      ['identity', 'KEY\n'],
      ['known_hosts', 'HOSTS\n'],
      ['askpass', expect.not.stringContaining('sesame')],
    ]);
  });
});

test('parseLsRemote', () => {
  const a = 'a'.repeat(40);
  const b = 'b'.repeat(40);
  const output = `ref: refs/heads/main\tHEAD\n${a}\tHEAD\n${a}\trefs/heads/main\n${b}\trefs/tags/v1\n${a}\trefs/tags/v1^{}\n`;
  expect([...parseLsRemote(output).refs]).toEqual([
    ['HEAD', { hash: a, target: 'refs/heads/main' }],
    ['refs/heads/main', { hash: a }],
    ['refs/tags/v1', { hash: b, peeled: a }],
  ]);
});
