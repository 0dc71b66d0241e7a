import type { GitAuth } from '../client/git-remote.js';

/** Algorithms to offer; empty: OpenSSH's own. */
export interface SshAlgorithms {
  readonly keyExchange?: readonly string[];
  readonly hostKey?: readonly string[];
}

/** Writes `content` to a file of mode 0600, or 0700 for a program, in a private folder. */
export type WriteSecret = (name: string, content: string, mode?: 0o600 | 0o700) => Promise<string>;

export interface SshVariablesOptions {
  /** Writes a file that only we can read (and run), and returns its path. */
  readonly write: WriteSecret;
  readonly sshAlgorithms: SshAlgorithms;
  /** The door on loopback through which to reach the host; empty: straight. */
  readonly relay?: SshRelay | undefined;
}

/** Where a proxy is reached, and what `known_hosts` calls the host behind it. */
export interface SshRelay {
  readonly port: number;
  readonly hostKeyAlias: string;
}

/** Nothing of the machine's or the person's SSH configuration, no agent, no forwarding, no unknown host, no prompt. */
const FIXED_OPTIONS = [
  'StrictHostKeyChecking=yes',
  'GlobalKnownHostsFile=/dev/null',
  'UpdateHostKeys=no',
  'CheckHostIP=no',
  'IdentitiesOnly=yes',
  'IdentityAgent=none',
  'PreferredAuthentications=publickey',
  'PasswordAuthentication=no',
  'KbdInteractiveAuthentication=no',
  'ForwardAgent=no',
  'ForwardX11=no',
  'PermitLocalCommand=no',
  'ControlMaster=no',
  'ControlPath=none',
  'LogLevel=ERROR',
];

const ASKPASS = '#!/bin/sh\nprintf "%s\\n" "$GOTK_SSH_PASSPHRASE"\n';

/** The environment in which Git's `ssh` uses these credentials and nothing else. */
export async function sshVariables(
  auth: GitAuth | undefined,
  { write, sshAlgorithms, relay }: SshVariablesOptions,
): Promise<Record<string, string>> {
  const { identity, passphrase, knownHosts } = auth?.kind === 'ssh' ? auth : NO_IDENTITY;
  const options = [
    ...FIXED_OPTIONS,
    `IdentityFile=${quotePath(await write('identity', withFinalNewline(identity)))}`,
    `UserKnownHostsFile=${quotePath(await write('known_hosts', withFinalNewline(knownHosts)))}`,
    `BatchMode=${passphrase === undefined ? 'yes' : 'no'}`,
    ...algorithmOption('KexAlgorithms', sshAlgorithms.keyExchange),
    ...algorithmOption('HostKeyAlgorithms', sshAlgorithms.hostKey),
    ...relayOptions(relay),
  ];
  const command = ['ssh', '-F', '/dev/null', ...options.flatMap((option) => ['-o', quoteForShell(option)])].join(' ');
  const variables = { GIT_SSH_COMMAND: command, GIT_SSH_VARIANT: 'ssh' };
  if (passphrase === undefined) return variables;
  return { ...variables, ...(await askpassVariables(passphrase, write)) };
}

const NO_IDENTITY = { identity: '', passphrase: undefined, knownHosts: '' };

/** `ssh` asks a program for the passphrase of a key; ours prints what stands in its environment. */
async function askpassVariables(passphrase: string, write: WriteSecret): Promise<Record<string, string>> {
  const program = await write('askpass', ASKPASS, 0o700);
  return {
    SSH_ASKPASS: program,
    SSH_ASKPASS_REQUIRE: 'force',
    DISPLAY: 'none',
    GOTK_SSH_PASSPHRASE: passphrase,
  };
}

/** They come before the host and port that Git appends, and the first one counts. */
function relayOptions(relay: SshRelay | undefined): readonly string[] {
  if (relay === undefined) return [];
  return ['HostName=127.0.0.1', `Port=${relay.port}`, `HostKeyAlias=${relay.hostKeyAlias}`];
}

function algorithmOption(name: string, algorithms: readonly string[] | undefined): readonly string[] {
  if (algorithms === undefined || algorithms.length === 0) return [];
  return [`${name}=${algorithms.join(',')}`];
}

function withFinalNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** OpenSSH splits values at spaces and expands `%` in them. */
function quotePath(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`;
}

/** Git hands the command to a shell. */
function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
