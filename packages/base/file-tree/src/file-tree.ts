/** A file: its bytes are read only when asked for, and must not be changed by the reader. */
export interface FileEntry {
  readonly kind: 'file';
  readonly sizeBytes: number;
  readonly executable: boolean;
  /** When it was last changed, in milliseconds since 1970, where the tree knows. */
  readonly modifiedMs?: number | undefined;
  read(): Uint8Array;
}

/** A directory. */
export interface DirectoryEntry {
  readonly kind: 'directory';
  /** Names of the entries, sorted by code unit. */
  readonly names: readonly string[];
}

/** A symbolic link, which the tree does not follow. */
export interface SymlinkEntry {
  readonly kind: 'symlink';
  /** The target as written, relative to the link's directory unless absolute. */
  readonly target: string;
}

/** Whatever stands at a path. */
export type TreeEntry = FileEntry | DirectoryEntry | SymlinkEntry;

/**
 * An immutable, rooted tree of files: a Git commit, an artifact, a chart, a folder on disk.
 *
 * Paths are relative to the root, separated by `/`, without `.`, `..`, empty or leading segments; the root itself is `''`.
 * Nothing outside the root can be named, so a reader needs no path checks of its own.
 */
export interface FileTree {
  /** The entry itself (a symlink is not followed), or `undefined` when there is none. */
  entry(path: string): TreeEntry | undefined;
}
