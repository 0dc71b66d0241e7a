import type { FileTree } from '@gotk/file-tree';
import { gzipSync } from 'fflate';
import { type WriteTarOptions, writeTar } from './write-tar.js';

/** The tree as a reproducible `.tar.gz`; see {@link writeTar}. */
export function packTree(tree: FileTree, options: WriteTarOptions = {}): Uint8Array {
  return gzipSync(writeTar(tree, options), { mtime: 0 });
}
