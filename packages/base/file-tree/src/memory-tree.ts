import type { DirectoryEntry, FileEntry, FileTree, SymlinkEntry, TreeEntry } from './file-tree.js';
import { baseName, joinTreePath, parentPath } from './tree-path.js';

/** A file with its mode. */
export interface MemoryFile {
  readonly content: Uint8Array | string;
  readonly executable?: boolean;
}

/** A symbolic link to this target. */
export interface MemorySymlink {
  readonly symlink: string;
}

/**
 * A tree held in memory.
 *
 * @param files path → text, bytes, file or symlink. Directories come from the paths; a path that ends in `/` is an empty directory.
 * @throws RangeError when a path leaves the root.
 */
export function memoryTree(
  files: Readonly<Record<string, string | Uint8Array | MemoryFile | MemorySymlink>>,
): FileTree {
  const entries = new Map<string, FileEntry | SymlinkEntry>();
  const directories = new Map<string, Set<string>>([['', new Set()]]);
  for (const [path, file] of Object.entries(files)) {
    const clean = joinTreePath(path);
    if (clean === undefined) throw new RangeError(`path ${JSON.stringify(path)} leaves the root of the tree`);
    if (path.endsWith('/')) addDirectory(directories, clean);
    else {
      entries.set(clean, toEntry(file));
      addName(directories, clean);
    }
  }
  const listed = new Map<string, DirectoryEntry>();
  for (const [path, names] of directories) listed.set(path, { kind: 'directory', names: [...names].sort() });
  return { entry: (path): TreeEntry | undefined => entries.get(path) ?? listed.get(path) };
}

function toEntry(file: string | Uint8Array | MemoryFile | MemorySymlink): FileEntry | SymlinkEntry {
  if (typeof file === 'string' || file instanceof Uint8Array) return fileEntry(file, false);
  if ('symlink' in file) return { kind: 'symlink', target: file.symlink };
  return fileEntry(file.content, file.executable ?? false);
}

function fileEntry(content: string | Uint8Array, executable: boolean): FileEntry {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { kind: 'file', sizeBytes: bytes.length, executable, read: () => bytes };
}

function addName(directories: Map<string, Set<string>>, path: string): void {
  const parent = parentPath(path);
  addDirectory(directories, parent);
  directories.get(parent)?.add(baseName(path));
}

function addDirectory(directories: Map<string, Set<string>>, path: string): void {
  if (directories.has(path)) return;
  directories.set(path, new Set());
  addName(directories, path);
}
