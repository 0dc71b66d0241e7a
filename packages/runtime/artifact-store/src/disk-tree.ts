import {
  closeSync,
  constants,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { baseName, type FileTree, parentPath, type TreeEntry } from '@gotk/file-tree';

type Kind = TreeEntry['kind'];

interface Folder {
  readonly names: readonly string[];
  readonly kinds: ReadonlyMap<string, Kind>;
}

/**
 * A folder on disk as a tree: read when asked for, symlinks kept as entries and never followed.
 *
 * Listings are remembered, file contents are not. Sockets, pipes and devices are left out, and nothing is found below a
 * symlink, so no path can name a file outside `root`. A file that vanishes while the tree is in use counts as absent.
 *
 * @param root an existing folder; a symlink to one is followed.
 * @throws the file system's own error when a folder cannot be listed.
 */
export function diskTree(root: string): FileTree {
  const top = resolve(root);
  const folders = new Map<string, Folder>();
  const folderAt = (path: string): Folder | undefined => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    if (path !== '' && folderAt(parentPath(path))?.kinds.get(baseName(path)) !== 'directory') return undefined;
    const folder = readFolder(`${top}/${path}`);
    folders.set(path, folder);
    return folder;
  };
  return {
    entry(path): TreeEntry | undefined {
      const kind = path === '' ? 'directory' : folderAt(parentPath(path))?.kinds.get(baseName(path));
      if (kind !== 'directory') return kind === undefined ? undefined : leafEntry(`${top}/${path}`, kind);
      const folder = folderAt(path);
      return folder === undefined ? undefined : { kind, names: folder.names };
    },
  };
}

function readFolder(folder: string): Folder {
  const kinds = new Map<string, Kind>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const kind = kindOf(entry);
    if (kind !== undefined) kinds.set(entry.name, kind);
  }
  return { names: [...kinds.keys()].sort(), kinds };
}

function kindOf(entry: Dirent): Kind | undefined {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : undefined;
}

function leafEntry(file: string, kind: 'file' | 'symlink'): TreeEntry | undefined {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (kind === 'symlink') return stats.isSymbolicLink() ? { kind, target: readlinkSync(file) } : undefined;
  if (!stats.isFile()) return undefined;
  return { kind, sizeBytes: stats.size, executable: (stats.mode & 0o111) !== 0, read: () => readRegularFile(file) };
}

/** Reads without following a symlink that took the file's place meanwhile. */
function readRegularFile(file: string): Uint8Array {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
