import { type FileTree, joinTreePath } from '@gotk/file-tree';

const known = new WeakMap<FileTree, Map<string, FileTree>>();

/** A directory of a tree as a tree of its own: the same one whenever it is asked for. Links lead nowhere but below it. */
export function subTree(tree: FileTree, directory: string): FileTree {
  if (directory === '') return tree;
  const trees = known.get(tree) ?? new Map<string, FileTree>();
  known.set(tree, trees);
  const existing = trees.get(directory);
  if (existing !== undefined) return existing;
  const sub: FileTree = {
    entry(path) {
      const full = joinTreePath(directory, path);
      return full === undefined ? undefined : tree.entry(full);
    },
  };
  trees.set(directory, sub);
  return sub;
}
