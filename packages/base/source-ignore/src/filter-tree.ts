import type { DirectoryEntry, FileTree } from '@gotk/file-tree';
import type { IgnoreMatcher } from './ignore-matcher.js';

/**
 * The tree without what is ignored. A directory that is ignored itself, or that holds nothing but ignored things, is left out;
 * one that holds something taken back in stays for it.
 */
export function filterTree(tree: FileTree, matcher: IgnoreMatcher): FileTree {
  const listed = new Map<string, DirectoryEntry | undefined>();
  const list = (path: string): DirectoryEntry | undefined => {
    if (!listed.has(path)) listed.set(path, listDirectory(path));
    return listed.get(path);
  };
  const listDirectory = (path: string): DirectoryEntry | undefined => {
    const directory = tree.entry(path);
    if (directory?.kind !== 'directory') return undefined;
    const names = directory.names.filter((name) => isKept(path === '' ? name : `${path}/${name}`));
    const isEmpty = names.length === 0 && path !== '' && (directory.names.length > 0 || matcher.ignores(path, true));
    return isEmpty ? undefined : { kind: 'directory', names };
  };
  const isKept = (path: string): boolean =>
    tree.entry(path)?.kind === 'directory' ? list(path) !== undefined : !matcher.ignores(path, false);
  return {
    entry(path) {
      const entry = tree.entry(path);
      if (entry === undefined) return undefined;
      if (entry.kind === 'directory') return list(path);
      return matcher.ignores(path, false) ? undefined : entry;
    },
  };
}
