import type { FileTree } from '@gotk/file-tree';
import { openObjectReader } from '../objects/open-object-reader.js';
import { parseCommit } from '../objects/parse-commit.js';
import { DEFAULT_TREE_LIMITS, type KeepEntry, listTree, readTree } from '../objects/read-tree.js';

/** A branch of a repository on this machine. */
export interface LocalBranch {
  readonly gitDir: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
}

/**
 * Reads the files of a branch's last commit that `keep` wants, where they are: nothing is fetched. Submodules are empty directories.
 *
 * @returns `undefined` when there is no such branch.
 * @throws LocatedError `git-object-missing`, `git-invalid-tree`, `git-tree-too-large`; whatever ended Git.
 */
export async function readLocalBranch(
  { gitDir, branch }: LocalBranch,
  keep: KeepEntry,
  signal: AbortSignal,
): Promise<FileTree | undefined> {
  const limits = DEFAULT_TREE_LIMITS;
  const reader = openObjectReader({ gitDir, maxBlobBytes: limits.maxFileBytes }, signal);
  try {
    const object = await reader.read(`refs/heads/${branch}`);
    if (object?.type !== 'commit') return undefined;
    const listing = await listTree(reader, parseCommit(object.hash, object.content).tree, limits);
    return await readTree(reader, listing, { keep, limits });
  } finally {
    reader.close();
  }
}
