import { type FileTree, joinTreePath } from '@gotk/file-tree';

const MAX_SYMLINKS = 40;

/**
 * The clean path that `path` leads to, links followed: `..` stops at the root, and absolute links start there.
 * @returns `undefined` when links lead in circles; whether anything stands at the path is another question.
 */
export function resolveTreePath(tree: FileTree, path: string): string | undefined {
  let pending = path.split('/');
  let current = '';
  let links = 0;
  while (pending.length > 0) {
    const [segment = '', ...rest] = pending;
    pending = rest;
    const next = joinTreePath(current, segment) ?? '';
    const entry = tree.entry(next);
    if (entry?.kind !== 'symlink') {
      current = next;
      continue;
    }
    if (++links > MAX_SYMLINKS) return undefined;
    pending = [...entry.target.split('/'), ...pending];
    if (entry.target.startsWith('/')) current = '';
  }
  return current;
}
