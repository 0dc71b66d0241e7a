import { LocatedError } from '@gotk/located-error';
import { listTree } from '../objects/read-tree.js';
import { GitProcessError } from '../process/git-process-error.js';
import { runGit } from '../process/run-git.js';
import type { ClosingStack } from './closing-stack.js';
import type { GitRemote } from './git-remote.js';
import type { SnapshotSource } from './git-snapshot.js';
import { type ClientParts, listRefs } from './list-refs.js';
import { type OpenCommitOptions, type OpenedCommit, openCommit } from './open-commit.js';
import { withRemoteAccess } from './remote-access.js';
import { parseSubmodules, submoduleRemote } from './submodule-urls.js';

const MAX_DEPTH = 10;
const MAX_SUBMODULES = 256;

export interface SourceOptions {
  readonly remote: GitRemote;
  readonly limits: OpenCommitOptions['limits'];
  /** How many levels of submodules to fetch; 0: none. */
  readonly depth: number;
}

/** Levels of submodules that are followed, as in Flux's client. */
export const SUBMODULE_DEPTH = MAX_DEPTH;

/** Lists a fetched commit, and fetches and lists its submodules likewise. */
export async function openSource(
  parts: ClientParts,
  {
    opened,
    options,
    stack,
  }: { readonly opened: OpenedCommit; readonly options: SourceOptions; readonly stack: ClosingStack },
  signal: AbortSignal,
): Promise<SnapshotSource> {
  const listing = await listTree(opened.reader, opened.commit.tree, options.limits);
  const submodules = new Map<string, SnapshotSource>();
  if (options.depth > 0 && listing.submodules.length > 0) {
    if (listing.submodules.length > MAX_SUBMODULES) throw tooMany(listing.submodules.length);
    const urls = await readGitmodules(opened, listing.files.get('.gitmodules')?.hash, signal);
    for (const { path, commit } of listing.submodules) {
      const url = urls.get(path);
      // Without an entry in .gitmodules nobody knows where it comes from; its place stays an empty directory.
      if (url === undefined) continue;
      const remote = submoduleRemote(options.remote, url);
      const below = { remote, limits: options.limits, depth: options.depth - 1 };
      submodules.set(path, await openSubmodule(parts, { commit, options: below, stack }, signal));
    }
  }
  return { reader: opened.reader, listing, submodules };
}

async function openSubmodule(
  parts: ClientParts,
  {
    commit,
    options,
    stack,
  }: { readonly commit: string; readonly options: SourceOptions; readonly stack: ClosingStack },
  signal: AbortSignal,
): Promise<SnapshotSource> {
  const { remote, limits } = options;
  const { asked, endpoint, refs } = await listRefs(parts, { remote, prefixes: ['HEAD'] }, signal);
  const { temporaryFolder, sshAlgorithms } = parts;
  const opened = await withRemoteAccess(asked, { temporaryFolder, sshAlgorithms, endpoint }, (access) => {
    const wanted = { hash: commit, among: ['refs/heads/*', 'refs/tags/*'] };
    const { objectFormat } = refs;
    return openCommit({ remote, access, temporaryFolder, objectFormat, wanted, limits }, stack, signal);
  });
  return openSource(parts, { opened, options, stack }, signal);
}

async function readGitmodules(
  { gitDir }: OpenedCommit,
  blob: string | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  if (blob === undefined) return new Map();
  const args = ['config', `--blob=${blob}`, '-z', '--get-regexp', '^submodule\\..*\\.(path|url)$'];
  try {
    return parseSubmodules((await runGit({ args, variables: { GIT_DIR: gitDir } }, signal)).toString('utf8'));
  } catch (error) {
    // Nothing found.
    if (error instanceof GitProcessError && error.exitCode === 1) return new Map();
    throw error instanceof GitProcessError ? malformed(error) : error;
  }
}

function malformed(cause: Error): LocatedError {
  return new LocatedError({
    code: 'git-gitmodules',
    message: 'malformed .gitmodules',
    at: { file: '.gitmodules' },
    cause,
  });
}

function tooMany(count: number): LocatedError {
  return new LocatedError({
    code: 'git-tree-too-large',
    message: `${count} submodules are more than ${MAX_SUBMODULES}`,
  });
}
