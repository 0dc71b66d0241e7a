import type { DispatcherPool, RewriteUrl } from '@gotk/http';
import { LocatedError } from '@gotk/located-error';
import type { HttpEndpoint } from '../http/http-remote.js';
import { listHttpRefs } from '../http/list-http-refs.js';
import type { RemoteRefs } from '../protocol/remote-refs.js';
import { listSshRefs } from '../ssh/list-ssh-refs.js';
import type { SshAlgorithms } from '../ssh/ssh-variables.js';
import type { GitRemote } from './git-remote.js';
import { redactUrl } from './redact-url.js';
import { withRemoteAccess } from './remote-access.js';

/** What the parts of a Git client share. */
export interface ClientParts {
  readonly dispatchers: DispatcherPool;
  readonly temporaryFolder: string;
  readonly sshAlgorithms: SshAlgorithms;
  /** Where a remote is asked instead of at its own URL. */
  readonly rewrite: RewriteUrl;
}

/** The answer of a remote. */
export interface ListedRefs {
  readonly refs: RemoteRefs;
  /** The remote that was asked: the mirror of the one that was named, where it has one. */
  readonly asked: GitRemote;
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
  { remote, prefixes }: ListQuery,
  signal: AbortSignal,
): Promise<ListedRefs> {
  const asked = mirrorOf(parts, remote);
  try {
    return await listRefsOf(parts, { remote: asked, prefixes }, signal);
  } catch (error) {
    if (asked === remote || !(error instanceof LocatedError)) throw error;
    // People know the address that the object names.
    const message = error.message.replaceAll(redactUrl(asked.url), redactUrl(remote.url));
    throw new LocatedError({ code: error.code, message, hint: error.hint, cause: error });
  }
}

interface ListQuery {
  readonly remote: GitRemote;
  readonly prefixes: readonly string[];
}

async function listRefsOf(
  parts: ClientParts,
  { remote, prefixes }: ListQuery,
  signal: AbortSignal,
): Promise<ListedRefs> {
  const { protocol } = new URL(remote.url);
  if (protocol !== 'http:' && protocol !== 'https:') {
    const { temporaryFolder, sshAlgorithms } = parts;
    const listed = await withRemoteAccess(remote, { temporaryFolder, sshAlgorithms }, (access) =>
      listSshRefs(remote, access, signal),
    );
    return { asked: remote, refs: listed, endpoint: undefined, empty: listed.refs.size === 0 };
  }
  const dispatcher = parts.dispatchers.dispatcherFor(remote, protocol);
  const listed = await listHttpRefs(remote, { prefixes, dispatcher }, signal);
  if (listed.refs.refs.size > 0 || prefixes.length === 0)
    return { ...listed, asked: remote, empty: listed.refs.refs.size === 0 };
  const all = await listHttpRefs(remote, { prefixes: [], dispatcher }, signal);
  return { ...listed, asked: remote, empty: all.refs.refs.size === 0 };
}

/** The remote that is really asked. Keys for SSH are of no use over HTTP. */
function mirrorOf({ rewrite }: Pick<ClientParts, 'rewrite'>, remote: GitRemote): GitRemote {
  const url = rewrite(remote.url);
  if (url === remote.url) return remote;
  const { auth, ...rest } = remote;
  const fits = auth !== undefined && (auth.kind === 'ssh') === url.startsWith('ssh:');
  return { ...rest, url, ...(fits && { auth }) };
}
