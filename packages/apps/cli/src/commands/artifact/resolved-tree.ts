import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type FileTree, type MemoryFile, memoryTree } from '@gotk/file-tree';
import { readFile } from './read-content.js';

/**
 * The folder with what its links lead to in place of the links, as trees of links (those of Nix, for example) need it.
 * A link to a folder that is being read already is left out.
 */
export function resolvedTree(folder: string): FileTree {
  const files: Record<string, Uint8Array | MemoryFile> = {};
  addFolder(folder, '', { files, open: new Set() });
  return memoryTree(files);
}

interface Reading {
  readonly files: Record<string, Uint8Array | MemoryFile>;
  /** Real paths of the folders that are being read. */
  readonly open: Set<string>;
}

function addFolder(folder: string, path: string, { files, open }: Reading): void {
  const real = realpathSync(folder);
  if (open.has(real)) return;
  open.add(real);
  for (const name of readdirSync(folder)) {
    const child = join(folder, name);
    const childPath = path === '' ? name : `${path}/${name}`;
    const stats = statSync(child);
    if (stats.isDirectory()) {
      files[`${childPath}/`] = new Uint8Array();
      addFolder(child, childPath, { files, open });
    } else if (stats.isFile()) files[childPath] = { content: readFile(child), executable: (stats.mode & 0o111) !== 0 };
  }
  open.delete(real);
}
