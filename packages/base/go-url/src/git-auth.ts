import { LocatedError } from '@gotk/located-error';
import type { GoUrl } from './go-url.js';

/** How to authenticate to a Git server. Texts are empty where there is nothing. */
export interface GitAuthOptions {
  readonly transport: 'ssh' | 'https' | 'http';
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly bearerToken: string;
  readonly identity: string;
  readonly knownHosts: string;
  readonly caFile: string;
  readonly clientCert: string;
  readonly clientKey: string;
}

const EMPTY = {
  username: '',
  password: '',
  bearerToken: '',
  identity: '',
  knownHosts: '',
  caFile: '',
  clientCert: '',
  clientKey: '',
};

/**
 * The authentication that a URL and the keys of a Secret make together, as Flux reads them. The URL's user counts where the Secret
 * names none.
 *
 * @throws LocatedError `git-auth` with Flux's text, e.g. when an SSH URL has no identity.
 */
export function gitAuthOptions(url: GoUrl, secret: Readonly<Record<string, string>> = {}): GitAuthOptions {
  const { scheme } = url;
  if (scheme === '') throw authError('no transport type set');
  if (scheme !== 'ssh' && scheme !== 'https' && scheme !== 'http') throw authError(`unknown transport '${scheme}'`);
  const options = scheme === 'ssh' ? sshOptions(url, secret) : httpOptions(url, scheme, secret);
  if (scheme === 'ssh') requireSshParts(options);
  else if (options.username === '' && options.password !== '')
    throw authError(`invalid '${scheme}' auth option: 'password' requires 'username' to be set`);
  return options;
}

function sshOptions({ host, user }: GoUrl, secret: Readonly<Record<string, string>>): GitAuthOptions {
  const base = { ...EMPTY, transport: 'ssh', host } as const;
  if (Object.keys(secret).length === 0) return base;
  return {
    ...base,
    identity: secret['identity'] ?? '',
    knownHosts: secret['known_hosts'] ?? '',
    username: user?.username || 'git',
    password: secret['password'] ?? '',
  };
}

function requireSshParts({ host, identity, knownHosts }: GitAuthOptions): void {
  for (const [name, value] of Object.entries({ host, identity, known_hosts: knownHosts })) {
    if (value === '') throw authError(`invalid 'ssh' auth option: '${name}' is required`);
  }
}

function httpOptions(
  { host, user }: GoUrl,
  transport: 'https' | 'http',
  secret: Readonly<Record<string, string>>,
): GitAuthOptions {
  const token = secret['bearerToken'];
  return {
    ...EMPTY,
    transport,
    host,
    clientCert: secret['tls.crt'] ?? '',
    clientKey: secret['tls.key'] ?? '',
    caFile: secret['ca.crt'] || (secret['caFile'] ?? ''),
    bearerToken: token ?? '',
    username: (token === undefined ? secret['username'] : '') || (user?.username ?? ''),
    password: (token === undefined ? secret['password'] : '') || (user?.password ?? ''),
  };
}

function authError(message: string): LocatedError {
  return new LocatedError({
    code: 'git-auth',
    message,
    hint: 'Check the keys of the Secret that secretRef names against the kind of the URL.',
  });
}
