import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CommandContext } from '../../../cli/command.js';

/** Credentials and trust for the servers that charts come from. */
export interface ServerAccess {
  readonly username: string;
  readonly password: string;
  /** PEM files as the user names them; empty for none. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  readonly insecureSkipTlsVerify: boolean;
}

/** Where a chart is looked for, and how. */
export interface ChartAccess extends ServerAccess {
  readonly plainHttp: boolean;
  readonly passCredentials: boolean;
  /** Empty for none. */
  readonly repoUrl: string;
  /** Version or range; empty for the latest. */
  readonly version: string;
  readonly verify: boolean;
}

/** What the flags say of servers. */
export function serverAccess({ flags }: CommandContext): ServerAccess & { readonly plainHttp: boolean } {
  return {
    username: flags.text('username'),
    password: flags.text('password'),
    certFile: flags.text('cert-file'),
    keyFile: flags.text('key-file'),
    caFile: flags.text('ca-file'),
    insecureSkipTlsVerify: flags.flag('insecure-skip-tls-verify'),
    plainHttp: flags.flag('plain-http'),
  };
}

/** What the flags say of a chart's source. */
export function chartAccess(context: CommandContext): ChartAccess {
  const { flags } = context;
  const version = flags.text('version');
  return {
    ...serverAccess(context),
    passCredentials: flags.flag('pass-credentials'),
    repoUrl: flags.text('repo'),
    version: version === '' && flags.flag('devel') ? '>0.0.0-0' : version,
    verify: flags.flag('verify'),
  };
}

/** A file, and how messages name it. */
export interface NamedFile {
  readonly path: string;
  readonly shownPath: string;
}

/** The file with public keys. */
export function keyringOf({ flags, io }: CommandContext): NamedFile {
  const shownPath = flags.text('keyring') || defaultKeyring(io);
  return { path: resolve(io.cwd, shownPath), shownPath };
}

function defaultKeyring(io: CommandContext['io']): string {
  return join(io.env['GNUPGHOME'] ?? join(io.env['HOME'] ?? homedir(), '.gnupg'), 'pubring.gpg');
}
