import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import type { FileTree, TreeEntry } from '@gotk/file-tree';

/** The file system from its root, so that links out of a chart's folder lead somewhere, as they do for Helm. */
export const fileSystem: FileTree = {
  entry(path): TreeEntry | undefined {
    const file = `/${path}`;
    const stats = statsOf(file);
    return stats === undefined ? undefined : entryOf(file, stats);
  },
};

/** Below a file there is nothing. */
function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function entryOf(file: string, stats: Stats): TreeEntry | undefined {
  if (stats.isDirectory()) return { kind: 'directory', names: readdirSync(file).sort() };
  if (stats.isSymbolicLink()) return { kind: 'symlink', target: readlinkSync(file) };
  if (!stats.isFile()) return undefined;
  return {
    kind: 'file',
    sizeBytes: stats.size,
    modifiedMs: stats.mtimeMs,
    executable: (stats.mode & 0o100) !== 0,
    read: () => readFileSync(file),
  };
}
