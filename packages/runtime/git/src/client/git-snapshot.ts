import type { FileTree } from '@gotk/file-tree';
import type { ObjectReader } from '../objects/open-object-reader.js';
import type { GitCommit, GitTag } from '../objects/parse-commit.js';
import { type KeepEntry, readTree, type TreeLimits, type TreeListing } from '../objects/read-tree.js';
import type { CommitAtRef } from './revision.js';

/** One fetched commit. It holds a temporary repository and a process until it is closed. */
export interface GitSnapshot {
  readonly at: CommitAtRef;
  readonly commit: GitCommit;
  /** The tag under which the commit was asked for. */
  readonly tag?: GitTag;
  /**
   * Reads files into memory; submodules, where they were asked for, stand at their places (else an empty directory does).
   *
   * @param keep chooses what is read; default: everything. The tree has nothing else.
   * @throws LocatedError `git-object-too-large`, `git-tree-too-large`, `git-object-missing`.
   */
  readTree(keep?: KeepEntry): Promise<FileTree>;
  close(): Promise<void>;
}

/** A repository whose commit has been listed, with its submodules likewise. */
export interface SnapshotSource {
  readonly reader: ObjectReader;
  readonly listing: TreeListing;
  /** By path. */
  readonly submodules: ReadonlyMap<string, SnapshotSource>;
}

/** Reads a repository and its submodules into one tree. */
export async function readSource(
  source: SnapshotSource,
  { keep, limits }: { readonly keep: KeepEntry; readonly limits: TreeLimits },
): Promise<FileTree> {
  const tree = await readTree(source.reader, source.listing, { keep, limits });
  const mounts = new Map<string, FileTree>();
  for (const [path, submodule] of source.submodules) {
    if (tree.entry(path) === undefined) continue;
    const keepBelow: KeepEntry = (child, kind) => keep(`${path}/${child}`, kind);
    mounts.set(path, await readSource(submodule, { keep: keepBelow, limits }));
  }
  return mounts.size === 0 ? tree : mountTrees(tree, mounts);
}

/** `tree` with other trees in place of some of its directories. */
function mountTrees(tree: FileTree, mounts: ReadonlyMap<string, FileTree>): FileTree {
  return {
    entry(path) {
      for (const [mount, mounted] of mounts) {
        if (path === mount) return mounted.entry('');
        if (path.startsWith(`${mount}/`)) return mounted.entry(path.slice(mount.length + 1));
      }
      return tree.entry(path);
    },
  };
}
