import { tmpdir } from 'node:os';
import { createDispatcherPool, type RewriteUrl } from '@gotk/http';
import type { RemoteRefs } from '../protocol/remote-refs.js';
import type { SshAlgorithms } from '../ssh/ssh-variables.js';
import { type FetchOutcome, type FetchRequest, fetchRevision } from './fetch-revision.js';
import type { GitRemote } from './git-remote.js';
import { type ClientParts, listRefs } from './list-refs.js';
import { removeLeftovers } from './temporary-folders.js';

export interface GitClientOptions {
  /** Where repositories live while they are read; default: the system's folder for temporary files. */
  readonly temporaryFolder?: string;
  readonly sshAlgorithms?: SshAlgorithms;
  /** Where remotes are asked instead of at their own URLs; submodules too. Default: nowhere else. */
  readonly rewrite?: RewriteUrl;
}

/** Reads remote repositories. Connections are kept between calls until it is closed. */
export interface GitClient {
  /**
   * Fetches the commit that a reference names.
   *
   * The signal also bounds the life of the snapshot: a time limit covers the reading of its files.
   * @throws LocatedError in the words of Flux's Git client, see {@link fetchRevision}; the signal's reason when it aborts
   * for another reason than a timeout.
   */
  fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchOutcome>;
  /** The refs of a remote: all, or at least those that begin with one of `prefixes`. */
  listRefs(remote: GitRemote, prefixes: readonly string[], signal: AbortSignal): Promise<RemoteRefs>;
  close(): Promise<void>;
}

/** @example const git = createGitClient(); const outcome = await git.fetch({ remote: { url } }, AbortSignal.timeout(60_000)); */
export function createGitClient(options: GitClientOptions = {}): GitClient {
  const parts: ClientParts = {
    dispatchers: createDispatcherPool(),
    temporaryFolder: options.temporaryFolder ?? tmpdir(),
    sshAlgorithms: options.sshAlgorithms ?? {},
    rewrite: options.rewrite ?? ((url) => url),
  };
  const prepared = removeLeftovers(parts.temporaryFolder);
  return {
    async fetch(request, signal): Promise<FetchOutcome> {
      await prepared;
      return fetchRevision(parts, request, signal);
    },
    async listRefs(remote, prefixes, signal): Promise<RemoteRefs> {
      await prepared;
      return (await listRefs(parts, { remote, prefixes }, signal)).refs;
    },
    close: parts.dispatchers.close,
  };
}
