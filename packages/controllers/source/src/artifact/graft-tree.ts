import { baseName, type FileTree, parentPath, type TreeEntry } from '@gotk/file-tree';

/** `tree` with another tree, or a file of one, at a path; directories above it are made. */
export function graftTree(tree: FileTree, path: string, grafted: FileTree): FileTree {
  const above = new Map<string, string>();
  for (let child = path; child !== ''; child = parentPath(child)) above.set(parentPath(child), baseName(child));
  return {
    entry(wanted): TreeEntry | undefined {
      if (wanted === path) return grafted.entry('');
      if (wanted.startsWith(`${path}/`)) return grafted.entry(wanted.slice(path.length + 1));
      const entry = tree.entry(wanted);
      const name = above.get(wanted);
      if (name === undefined) return entry;
      const names = entry?.kind === 'directory' ? entry.names : [];
      return { kind: 'directory', names: names.includes(name) ? names : [...names, name].sort() };
    },
  };
}

/** The part of a tree below a path; its root is a file when the path names one. */
export function subTree(tree: FileTree, path: string): FileTree {
  if (path === '') return tree;
  return { entry: (wanted) => tree.entry(wanted === '' ? path : `${path}/${wanted}`) };
}
