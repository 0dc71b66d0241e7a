import { type FileTree, joinTreePath, parentPath, type TreeEntry } from '@gotk/file-tree';

/** More links than these lead nowhere. */
export const MAX_LINKS = 40;

/** What stands at the end of links. */
export interface Resolved {
  readonly entry: Exclude<TreeEntry, { readonly kind: 'symlink' }>;
  readonly path: string;
  /** How many links led there. */
  readonly links: number;
}

/** What stands at a path, links followed; `undefined` when there is nothing or a link leaves the tree. */
export function followLinks(tree: FileTree, start: string): Resolved | undefined {
  let path = start;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const entry = tree.entry(path);
    if (entry === undefined) return undefined;
    if (entry.kind !== 'symlink') return { entry, path, links };
    if (entry.target.startsWith('/')) return undefined;
    const target = joinTreePath(parentPath(path), entry.target);
    if (target === undefined) return undefined;
    path = target;
  }
  return undefined;
}
