import { compileName, type FileTree, type NameMatcher } from '@gotk/file-tree';
import { createPathMatcher } from './path-matcher.js';

/**
 * Paths in a tree that match a pattern, directories included, in the order of names.
 *
 * @param rules `plain`: Go's `fs.Glob`, where `**` is no more than `*`; `recursive`: the library doublestar.
 * @returns `undefined` for a pattern that is malformed.
 */
export function globTree(tree: FileTree, pattern: string, rules: 'plain' | 'recursive'): readonly string[] | undefined {
  return rules === 'plain' ? globPlainly(tree, pattern) : globRecursively(tree, pattern);
}

function globPlainly(tree: FileTree, pattern: string): readonly string[] | undefined {
  const parts = pattern.split('/').map((part) => compileName(part));
  const compiled = parts.filter((part) => part !== undefined);
  if (compiled.length < parts.length) return undefined;
  return compiled.reduce<readonly string[]>((paths, part) => paths.flatMap((path) => below(tree, path, part)), ['']);
}

function below(tree: FileTree, path: string, part: NameMatcher): readonly string[] {
  const entry = tree.entry(path);
  if (entry?.kind !== 'directory') return [];
  return entry.names.filter(part).map((name) => (path === '' ? name : `${path}/${name}`));
}

function globRecursively(tree: FileTree, pattern: string): readonly string[] | undefined {
  const isMatch = createPathMatcher(pattern);
  if (isMatch === undefined) return undefined;
  const found: string[] = [];
  const visit = (path: string): void => {
    const entry = tree.entry(path);
    if (entry === undefined) return;
    if (path !== '' && isMatch(path)) found.push(path);
    if (entry.kind !== 'directory') return;
    for (const name of entry.names) visit(path === '' ? name : `${path}/${name}`);
  };
  visit('');
  return found;
}
