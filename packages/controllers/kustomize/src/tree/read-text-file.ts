import type { FileTree } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';
import { resolveTreePath } from './resolve-tree-path.js';

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The text of a file, links followed.
 * @throws LocatedError `file-unreadable` when there is none or it is too large.
 */
export function readTextFile(tree: FileTree, path: string): string {
  const resolved = resolveTreePath(tree, path);
  const entry = resolved === undefined ? undefined : tree.entry(resolved);
  if (entry?.kind !== 'file') {
    throw new LocatedError({ code: 'file-unreadable', message: `${path}: no such file`, at: { file: path } });
  }
  if (entry.sizeBytes > MAX_BYTES) {
    throw new LocatedError({ code: 'file-unreadable', message: `${path}: larger than 16 MiB`, at: { file: path } });
  }
  return new TextDecoder().decode(entry.read());
}
