import type { GitAuth, GitRemote, GitTls } from '@gotk/git';
import { type GitAuthOptions, type GoUrl, gitAuthOptions } from '@gotk/go-url';
import { isEncryptedKey } from './is-encrypted-key.js';
import type { SecretData } from './read-secret.js';

export interface GitRemoteOptions {
  readonly url: string;
  readonly parsedUrl: GoUrl;
  /** Empty when no Secret is named. */
  readonly secret: SecretData;
  /** Namespace and name of the Secret, for errors. */
  readonly secretName: string;
  readonly proxyUrl: string | undefined;
}

/**
 * How to reach and authenticate at a Git repository with the keys of a Secret.
 * @throws LocatedError `git-auth`; EncryptedKey. No value of the Secret is in them.
 */
export function resolveGitRemote({ url, parsedUrl, secret, secretName, proxyUrl }: GitRemoteOptions): GitRemote {
  const options = gitAuthOptions(parsedUrl, Object.fromEntries(secret));
  const auth = options.transport === 'ssh' ? sshAuth(options, secretName) : httpAuth(options);
  return { url, auth, tls: tlsOf(options), ...(proxyUrl !== undefined && { proxyUrl }) };
}

/** A key that cannot be used without its password. */
export class EncryptedKey extends Error {
  override readonly name = 'EncryptedKey';

  constructor(secretName: string) {
    super(`SSH identity key is encrypted but no 'password' field was provided in the secret '${secretName}'`);
  }
}

/** Two ways to authenticate at once. */
export class AmbiguousAuth extends Error {
  override readonly name = 'AmbiguousAuth';
}

function httpAuth({ username, password, bearerToken }: GitAuthOptions): GitAuth {
  if (bearerToken !== '' && (username !== '' || password !== '')) {
    throw new AmbiguousAuth('basic auth and bearer token cannot be set at the same time');
  }
  if (username !== '' || password !== '') return { kind: 'basic', username, password };
  return bearerToken === '' ? { kind: 'none' } : { kind: 'bearer', token: bearerToken };
}

function sshAuth({ username, identity, knownHosts, password }: GitAuthOptions, secretName: string): GitAuth {
  if (password === '' && isEncryptedKey(identity)) throw new EncryptedKey(secretName);
  return { kind: 'ssh', username, identity, knownHosts, ...(password !== '' && { passphrase: password }) };
}

function tlsOf({ caFile, clientCert, clientKey }: GitAuthOptions): GitTls {
  return {
    ...(caFile !== '' && { certificateAuthorities: caFile }),
    ...(clientCert !== '' && { clientCertificate: clientCert }),
    ...(clientKey !== '' && { clientKey }),
  };
}
