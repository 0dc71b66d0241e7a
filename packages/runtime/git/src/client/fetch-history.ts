import { LocatedError } from '@gotk/located-error';
import { runGit } from '../process/run-git.js';
import { createBareRepository } from './bare-repository.js';
import { fetchRefs } from './fetch-refs.js';
import type { GitRemote } from './git-remote.js';
import type { ListedRefs } from './list-refs.js';
import type { RemoteAccess } from './remote-access.js';

/** A commit, and the refs whose history it must be part of. */
export interface HistoryQuery {
  readonly remote: GitRemote;
  readonly access: RemoteAccess;
  readonly temporaryFolder: string;
  readonly listed: ListedRefs;
  /** As it is written in the reference. */
  readonly commit: string;
  /** Only the history of this branch counts; absent: that of any. */
  readonly branch?: string | undefined;
}

/**
 * Makes sure that a commit is part of a branch: a hash alone could also name a commit of a fork that shares its objects
 * with the repository. Only commits are transferred, where the server can do that.
 *
 * @throws LocatedError `git-commit-not-found`.
 */
export async function requireReachable(query: HistoryQuery, signal: AbortSignal): Promise<void> {
  const { remote, access, listed, commit, branch } = query;
  const hash = commit.toLowerCase();
  const isHash = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(hash);
  if (!isHash || listed.empty) throw commitNotFound(commit);
  const repository = await createBareRepository(query.temporaryFolder, listed.refs.objectFormat);
  try {
    const refs = [branch === undefined ? 'refs/heads/*' : `refs/heads/${branch}`];
    await fetchRefs(repository, { remote, access, refs, commitsOnly: true }, signal);
    const args = ['rev-list', '--all', '--no-commit-header', '--format=%H'];
    const output = await runGit({ args, variables: { GIT_DIR: repository.gitDir } }, signal);
    if (!output.includes(`${hash}\n`)) throw commitNotFound(commit);
  } finally {
    await repository.remove();
  }
}

/** The error for a commit that is nowhere in the history. */
export function commitNotFound(commit: string): LocatedError {
  return new LocatedError({
    code: 'git-commit-not-found',
    message: `unable to resolve commit object for '${commit}': object not found`,
    hint: 'Give the full hash of a commit that is part of a branch of the repository.',
  });
}
