import type { FileTree } from '@gotk/file-tree';
import { type IgnorePattern, parseIgnorePattern } from './ignore-pattern.js';

/** Name of the ignore file. */
export const IGNORE_FILE = '.sourceignore';

const MAX_FILE_BYTES = 1024 * 1024;
const MAX_LINE_LENGTH = 64 * 1024;

/** The patterns of an ignore file or of `spec.ignore`. Blank lines and comments count for nothing; overlong lines are passed over. */
export function parseIgnoreFile(text: string, domain: readonly string[] = []): readonly IgnorePattern[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => !line.startsWith('#') && line.trim() !== '' && line.length <= MAX_LINE_LENGTH)
    .map((line) => parseIgnorePattern(line, domain));
}

/**
 * The patterns of every `.sourceignore` in the tree, those of a folder before those of the folders in it.
 *
 * @throws RangeError when one is larger than 1 MiB.
 */
export function readIgnorePatterns(
  tree: FileTree,
  folder = '',
  domain: readonly string[] = [],
): readonly IgnorePattern[] {
  const directory = tree.entry(folder);
  if (directory?.kind !== 'directory') return [];
  const pathOf = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  const patterns: IgnorePattern[] = [...readFile(tree, pathOf(IGNORE_FILE), domain)];
  for (const name of directory.names) {
    if (name !== '.git') patterns.push(...readIgnorePatterns(tree, pathOf(name), [...domain, name]));
  }
  return patterns;
}

function readFile(tree: FileTree, path: string, domain: readonly string[]): readonly IgnorePattern[] {
  const file = tree.entry(path);
  if (file?.kind !== 'file') return [];
  if (file.sizeBytes > MAX_FILE_BYTES) throw new RangeError(`${path} is larger than ${MAX_FILE_BYTES} bytes`);
  return parseIgnoreFile(new TextDecoder().decode(file.read()), domain);
}
