import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CommandContext } from '../../../cli/command.js';

/** Credentials and trust for the servers that charts come from. */
export interface ServerAccess {
  readonly username: string;
  readonly password: string;
  /** PEM files; empty for none. */
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
export function serverAccess({ flags, io }: CommandContext): ServerAccess & { readonly plainHttp: boolean } {
  const file = (name: string): string => (flags.text(name) === '' ? '' : resolve(io.cwd, flags.text(name)));
  return {
    username: flags.text('username'),
    password: flags.text('password'),
    certFile: file('cert-file'),
    keyFile: file('key-file'),
    caFile: file('ca-file'),
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

/** The file with public keys. */
export function keyringOf({ flags, io }: CommandContext): string {
  const given = flags.text('keyring');
  if (given !== '') return resolve(io.cwd, given);
  return join(io.env['GNUPGHOME'] ?? join(io.env['HOME'] ?? homedir(), '.gnupg'), 'pubring.gpg');
}
