import { type DirectoryEntry, type FileEntry, type FileTree, parentPath } from '@gotk/file-tree';

/** What a path leads to once all links on it have been followed. */
export type ResolvedPath =
  | { readonly kind: 'file'; readonly path: string; readonly entry: FileEntry }
  | { readonly kind: 'directory'; readonly path: string; readonly entry: DirectoryEntry };

/** Why a path leads nowhere, in the words of the operating system. */
export type PathProblem =
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'not-directory' }
  | { readonly kind: 'too-many-links' }
  | { readonly kind: 'too-long'; readonly path: string }
  | { readonly kind: 'outside'; readonly target: string };

const MAX_LINKS = 255;

/**
 * Follows a clean path of `tree` and the links on it.
 *
 * A link never leads out of the tree: one that would is a problem, and so is an absolute one, unless it stays below
 * `rootPath`, the absolute path that the root of the tree stands for.
 */
export function resolvePath(tree: FileTree, path: string, rootPath: string): ResolvedPath | PathProblem {
  const pending = path === '' ? [] : path.split('/');
  let current = '';
  let links = 0;
  while (pending.length > 0) {
    const name = pending.shift() ?? '';
    if (name === '..') {
      if (current === '') return { kind: 'outside', target: name };
      current = parentPath(current);
      continue;
    }
    const next = current === '' ? name : `${current}/${name}`;
    if (isTooLong(name)) return { kind: 'too-long', path: next };
    const entry = tree.entry(next);
    if (entry === undefined) return { kind: 'missing', path: next };
    if (entry.kind === 'symlink') {
      if (++links > MAX_LINKS) return { kind: 'too-many-links' };
      const target = linkTarget(entry.target, rootPath);
      if (target === undefined) return { kind: 'outside', target: entry.target };
      if (target.fromRoot) current = '';
      pending.unshift(...target.parts);
    } else if (entry.kind === 'file' && pending.length > 0) return { kind: 'not-directory' };
    else current = next;
  }
  return found(tree, current);
}

/** Longer names are refused by the operating system. A text that was taken for a path often is one. */
const MAX_NAME_BYTES = 255;

function isTooLong(name: string): boolean {
  return name.length > MAX_NAME_BYTES / 3 && new TextEncoder().encode(name).length > MAX_NAME_BYTES;
}

function found(tree: FileTree, path: string): ResolvedPath | PathProblem {
  const entry = tree.entry(path);
  if (entry?.kind === 'file') return { kind: 'file', path, entry };
  if (entry?.kind === 'directory') return { kind: 'directory', path, entry };
  return { kind: 'missing', path };
}

interface LinkTarget {
  readonly fromRoot: boolean;
  readonly parts: readonly string[];
}

function linkTarget(target: string, rootPath: string): LinkTarget | undefined {
  if (!target.startsWith('/')) return { fromRoot: false, parts: pathParts(target) };
  const inside = pathBelow(target, rootPath);
  return inside === undefined ? undefined : { fromRoot: true, parts: pathParts(inside) };
}

function pathParts(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** An absolute path as one of the tree, or `undefined` when it is not below the root. */
export function pathBelow(absolutePath: string, rootPath: string): string | undefined {
  const clean = cleanAbsolutePath(absolutePath);
  const root = cleanAbsolutePath(rootPath);
  if (root === '/') return clean.slice(1);
  if (clean === root) return '';
  return clean.startsWith(`${root}/`) ? clean.slice(root.length + 1) : undefined;
}

/** An absolute path without `.`, `..` and empty parts. `..` at the root stays at the root. */
export function cleanAbsolutePath(path: string): string {
  const clean: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') clean.pop();
    else if (part !== '' && part !== '.') clean.push(part);
  }
  return `/${clean.join('/')}`;
}

/** A path of the tree as an absolute one. */
export function absolutePath(path: string, rootPath: string): string {
  const root = cleanAbsolutePath(rootPath);
  if (path === '') return root;
  return root === '/' ? `/${path}` : `${root}/${path}`;
}
