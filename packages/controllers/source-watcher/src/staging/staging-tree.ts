import type { FileEntry, FileTree, TreeEntry } from '@gotk/file-tree';
import { baseName, joinTreePath, parentPath } from '@gotk/file-tree';

/** Files of an artifact while it is made. */
export class StagingTree {
  readonly #files = new Map<string, FileEntry>();
  readonly #directories = new Map<string, Set<string>>([['', new Set()]]);

  /** Paths of all files. */
  get filePaths(): readonly string[] {
    return [...this.#files.keys()];
  }

  file(path: string): FileEntry | undefined {
    return this.#files.get(clean(path));
  }

  isDirectory(path: string): boolean {
    return this.#directories.has(clean(path));
  }

  /** Puts a file in the place of whatever file is there. @throws Error for a place that is or goes through something else. */
  writeFile(path: string, file: FileEntry): void {
    const place = clean(path);
    if (this.#directories.has(place)) throw new Error(`openat ${place}: is a directory`);
    this.makeDirectory(parentPath(place));
    this.#files.set(place, file);
    this.#directories.get(parentPath(place))?.add(baseName(place));
  }

  /** Makes a directory and those above it. */
  makeDirectory(path: string): void {
    const place = clean(path);
    if (this.#directories.has(place)) return;
    if (this.#files.has(place)) throw new Error(`mkdirat ${place}: not a directory`);
    this.makeDirectory(parentPath(place));
    this.#directories.set(place, new Set());
    this.#directories.get(parentPath(place))?.add(baseName(place));
  }

  /** What has been put here until now. */
  toTree(): FileTree {
    const entries = new Map<string, TreeEntry>(this.#files);
    for (const [path, names] of this.#directories) entries.set(path, { kind: 'directory', names: [...names].sort() });
    return { entry: (path) => entries.get(path) };
  }
}

/** A file with this content. */
export function textFile(text: string): FileEntry {
  const bytes = new TextEncoder().encode(text);
  return { kind: 'file', sizeBytes: bytes.length, executable: false, read: () => bytes };
}

function clean(path: string): string {
  const joined = joinTreePath(path);
  if (joined === undefined) throw new Error(`openat ${path}: path escapes from parent`);
  return joined;
}
