import type { DispatcherPool } from '@gotk/http';
import type { HttpEndpoint } from '../http/http-remote.js';
import { listHttpRefs } from '../http/list-http-refs.js';
import type { RemoteRefs } from '../protocol/remote-refs.js';
import { listSshRefs } from '../ssh/list-ssh-refs.js';
import type { SshAlgorithms } from '../ssh/ssh-variables.js';
import type { GitRemote } from './git-remote.js';
import { withRemoteAccess } from './remote-access.js';

/** What the parts of a Git client share. */
export interface ClientParts {
  readonly dispatchers: DispatcherPool;
  readonly temporaryFolder: string;
  readonly sshAlgorithms: SshAlgorithms;
}

/** The answer of a remote. */
export interface ListedRefs {
  readonly refs: RemoteRefs;
  /** Set for HTTP: where discovery ended. */
  readonly endpoint: HttpEndpoint | undefined;
  /** Whether the repository has no refs at all. */
  readonly empty: boolean;
}

/**
 * Asks a remote for its refs.
 *
 * @param prefixes only refs that begin with one of these are needed; more may come.
 * @throws LocatedError in the words of Flux's Git client: `git-network`, `git-authentication`, `git-authorization`,
 * `git-repository-not-found`, `git-http`, `git-protocol`, `git-host-key`.
 */
export async function listRefs(
  parts: ClientParts,
  { remote, prefixes }: { readonly remote: GitRemote; readonly prefixes: readonly string[] },
  signal: AbortSignal,
): Promise<ListedRefs> {
  const { protocol } = new URL(remote.url);
  if (protocol !== 'http:' && protocol !== 'https:') {
    const { temporaryFolder, sshAlgorithms } = parts;
    const listed = await withRemoteAccess(remote, { temporaryFolder, sshAlgorithms }, (access) =>
      listSshRefs(remote, access, signal),
    );
    return { refs: listed, endpoint: undefined, empty: listed.refs.size === 0 };
  }
  const dispatcher = parts.dispatchers.dispatcherFor(remote, protocol);
  const listed = await listHttpRefs(remote, { prefixes, dispatcher }, signal);
  if (listed.refs.refs.size > 0 || prefixes.length === 0) return { ...listed, empty: listed.refs.refs.size === 0 };
  const all = await listHttpRefs(remote, { prefixes: [], dispatcher }, signal);
  return { ...listed, empty: all.refs.refs.size === 0 };
}
