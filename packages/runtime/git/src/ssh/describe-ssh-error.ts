import { LocatedError } from '@gotk/located-error';
import type { GitRemote } from '../client/git-remote.js';

interface SshFailure {
  readonly said: RegExp;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

const REPOSITORY_NOT_FOUND =
  /Repository not found\.|repository does not exist\.|does not appear to be a git repository|no such repository|Repository does not exist or you do not have access|The project you were looking for could not be found/i;

const FAILURES: readonly SshFailure[] = [
  {
    said: /invalid format|error in libcrypto|incorrect passphrase|no such identity/i,
    code: 'git-authentication',
    message: 'ssh: no key found',
    hint: 'Check identity (and password, for an encrypted key) in the Secret.',
  },
  {
    said: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed/,
    code: 'git-host-key',
    message: 'ssh: handshake failed: knownhosts: key mismatch',
    hint: 'The server shows another key than known_hosts has: check that it is the right server, then renew the Secret.',
  },
  {
    said: /Host key verification failed|No .* host key is known/,
    code: 'git-host-key',
    message: 'ssh: handshake failed: knownhosts: key is unknown',
    hint: 'Add the output of ssh-keyscan for this host to known_hosts in the Secret.',
  },
  {
    said: /Permission denied|Too many authentication failures/,
    code: 'git-authentication',
    message:
      'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
    hint: 'Check that the public key of identity is a deploy key of the repository.',
  },
  { said: REPOSITORY_NOT_FOUND, code: 'git-repository-not-found', message: 'repository not found' },
  { said: /Unable to negotiate/, code: 'git-network', message: 'ssh: handshake failed: ssh: no common algorithm' },
];

/** What the standard error of Git over SSH means, in Go's words; `undefined` when nothing is recognised. */
export function describeSshError(stderr: string, { url }: GitRemote): LocatedError | undefined {
  if (!url.startsWith('ssh:')) return undefined;
  const failure = FAILURES.find(({ said }) => said.test(stderr));
  if (failure !== undefined) return new LocatedError(failure);
  return describeConnection(stderr, url);
}

function describeConnection(stderr: string, url: string): LocatedError | undefined {
  const { hostname, port } = new URL(url);
  const said = (text: string): boolean => stderr.includes(text);
  const failed = (message: string): LocatedError => new LocatedError({ code: 'git-network', message });
  const dial = `dial tcp ${hostname}:${port === '' ? '22' : port}`;
  if (said('Could not resolve hostname')) return failed(`dial tcp: lookup ${hostname}: no such host`);
  if (said('Connection refused')) return failed(`${dial}: connect: connection refused`);
  if (said('timed out')) return failed(`${dial}: i/o timeout`);
  if (said('No route to host')) return failed(`${dial}: connect: no route to host`);
  if (said('Network is unreachable')) return failed(`${dial}: connect: network is unreachable`);
  if (/Connection (closed|reset)|kex_exchange_identification/.test(stderr)) return failed('ssh: handshake failed: EOF');
  return undefined;
}
