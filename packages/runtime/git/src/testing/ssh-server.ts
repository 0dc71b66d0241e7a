import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';

const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path));

/** Why there can be no SSH server on this machine; `undefined` when there can. */
export const noSshServer: string | undefined =
  SSHD === undefined ? 'sshd is not installed (apt-get install openssh-server)' : undefined;

/** An SSH server of the present user, who may log in with `identity`. */
export interface SshServer {
  readonly port: number;
  readonly username: string;
  /** Private keys in OpenSSH's format. */
  readonly identity: string;
  readonly encryptedIdentity: string;
  /** Of {@link encryptedIdentity}. */
  readonly passphrase: string;
  readonly otherIdentity: string;
  readonly knownHosts: string;
  /** Lines that name another key for the host. */
  readonly wrongKnownHosts: string;
  close(): Promise<void>;
}

/** Starts `sshd` on loopback with keys made for this run. */
export async function startSshServer(folder: string): Promise<SshServer> {
  mkdirSync(folder, { recursive: true });
  // Where it separates privileges; it is there on machines that serve SSH.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  const passphrase = 'pass phrase';
  const key = (name: string, phrase = ''): { readonly secret: string; readonly public: string } => {
    const file = join(folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', phrase, '-C', name, '-f', file]);
    return { secret: readFileSync(file, 'utf8'), public: readFileSync(`${file}.pub`, 'utf8') };
  };
  const [host, otherHost, identity, encrypted, other] = [
    key('host'),
    key('other-host'),
    key('identity'),
    key('encrypted', passphrase),
    key('other'),
  ];
  writeFileSync(join(folder, 'authorized_keys'), identity.public + encrypted.public, { mode: 0o600 });
  const port = await freePort();
  writeFileSync(join(folder, 'sshd_config'), renderConfig(folder, port));
  const server = spawn(SSHD ?? 'sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
  await untilListening(port);
  const hostLine = (line: string): string => `[127.0.0.1]:${port} ${line.split(' ').slice(0, 2).join(' ')}\n`;
  return {
    port,
    username: userInfo().username,
    identity: identity.secret,
    encryptedIdentity: encrypted.secret,
    passphrase,
    otherIdentity: other.secret,
    knownHosts: hostLine(host.public),
    wrongKnownHosts: hostLine(otherHost.public),
    close: () =>
      new Promise((resolve) => {
        server.once('exit', () => resolve());
        server.kill();
      }),
  };
}

function renderConfig(folder: string, port: number): string {
  return [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'AcceptEnv GIT_PROTOCOL',
    '',
  ].join('\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('sshd does not listen');
}
