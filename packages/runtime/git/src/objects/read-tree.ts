import type { FileTree, TreeEntry } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';
import type { ObjectReader } from './open-object-reader.js';
import { parseTree, type TreeItem } from './parse-tree.js';

/** Bounds of what is read of one commit, submodules included. */
export interface TreeLimits {
  /** @default 200000 */
  readonly maxEntries: number;
  /** Of the files that are read, together. @default 512 MiB */
  readonly maxTotalBytes: number;
  /** Of one file. @default 128 MiB */
  readonly maxFileBytes: number;
  /** Of folders in one another. @default 256 */
  readonly maxDepth: number;
}

/** Bounds that the repositories of most people stay below. */
export const DEFAULT_TREE_LIMITS: TreeLimits = {
  maxEntries: 200_000,
  maxTotalBytes: 512 * 1024 * 1024,
  maxFileBytes: 128 * 1024 * 1024,
  maxDepth: 256,
};

/** A submodule at its place: the commit it is pinned to. */
export interface Submodule {
  readonly path: string;
  readonly commit: string;
}

/** What stands in a commit, by path, before contents are read. */
export interface TreeListing {
  readonly files: ReadonlyMap<string, TreeItem>;
  /** Path → names. */
  readonly directories: ReadonlyMap<string, readonly string[]>;
  readonly submodules: readonly Submodule[];
}

/** Whether an entry is wanted; a directory that is not wanted is not looked into. */
export type KeepEntry = (path: string, kind: 'file' | 'directory') => boolean;

/** How many blobs are asked for ahead of the answers. */
const READ_AHEAD = 256;

/**
 * Lists the tree of a commit, whole.
 * @throws LocatedError `git-object-missing`, `git-invalid-tree`, `git-tree-too-large`.
 */
export async function listTree(
  reader: ObjectReader,
  root: string,
  { maxEntries, maxDepth }: TreeLimits,
): Promise<TreeListing> {
  const files = new Map<string, TreeItem>();
  const directories = new Map<string, readonly string[]>();
  const submodules: Submodule[] = [];
  const visit = async (path: string, hash: string, depth: number): Promise<void> => {
    if (depth > maxDepth) throw tooLarge(`folders are more than ${maxDepth} levels deep`);
    const items = parseTree(await requireObject(reader, hash), hash.length / 2);
    directories.set(path, items.map(({ name }) => name).sort());
    for (const item of items) {
      const child = path === '' ? item.name : `${path}/${item.name}`;
      if (item.kind === 'directory') await visit(child, item.hash, depth + 1);
      else if (item.kind !== 'submodule') files.set(child, item);
      else {
        submodules.push({ path: child, commit: item.hash });
        directories.set(child, []);
      }
    }
    if (files.size + directories.size > maxEntries) throw tooLarge(`the commit has more than ${maxEntries} entries`);
  };
  await visit('', root, 0);
  return { files, directories, submodules };
}

/**
 * Reads the files that `keep` wants into a tree in memory. Equal contents are read and held once.
 * @throws LocatedError `git-object-missing`, `git-object-too-large`, `git-tree-too-large`.
 */
export async function readTree(
  reader: ObjectReader,
  listing: TreeListing,
  { keep, limits }: { readonly keep: KeepEntry; readonly limits: TreeLimits },
): Promise<FileTree> {
  const kept = keepWanted(listing, keep);
  const contents = await readContents(reader, [...kept.files.values()], limits);
  const entries = new Map<string, TreeEntry>();
  for (const [path, names] of kept.directories) entries.set(path, { kind: 'directory', names });
  for (const [path, { kind, hash }] of kept.files) {
    const content = contents.get(hash) ?? Buffer.alloc(0);
    entries.set(
      path,
      kind === 'symlink'
        ? { kind, target: content.toString('utf8') }
        : { kind: 'file', sizeBytes: content.length, executable: kind === 'executable', read: () => content },
    );
  }
  return { entry: (path) => entries.get(path) };
}

function keepWanted({ files, directories }: TreeListing, keep: KeepEntry): Omit<TreeListing, 'submodules'> {
  const keptFiles = new Map<string, TreeItem>();
  const keptDirectories = new Map<string, readonly string[]>();
  const visit = (path: string): void => {
    const names: string[] = [];
    for (const name of directories.get(path) ?? []) {
      const child = path === '' ? name : `${path}/${name}`;
      const file = files.get(child);
      if (!keep(child, file === undefined ? 'directory' : 'file')) continue;
      names.push(name);
      if (file === undefined) visit(child);
      else keptFiles.set(child, file);
    }
    keptDirectories.set(path, names);
  };
  visit('');
  return { files: keptFiles, directories: keptDirectories };
}

async function readContents(
  reader: ObjectReader,
  files: readonly TreeItem[],
  { maxTotalBytes }: TreeLimits,
): Promise<ReadonlyMap<string, Buffer>> {
  const hashes = [...new Set(files.map(({ hash }) => hash))];
  const contents = new Map<string, Buffer>();
  let total = 0;
  for (let start = 0; start < hashes.length; start += READ_AHEAD) {
    const batch = hashes.slice(start, start + READ_AHEAD);
    const read = await Promise.all(batch.map((hash) => requireObject(reader, hash)));
    for (const [index, content] of read.entries()) {
      total += content.length;
      if (total > maxTotalBytes) throw tooLarge(`the files of the commit have more than ${maxTotalBytes} bytes`);
      contents.set(batch[index] ?? '', content);
    }
  }
  return contents;
}

async function requireObject(reader: ObjectReader, hash: string): Promise<Buffer> {
  const object = await reader.read(hash);
  if (object !== undefined) return object.content;
  throw new LocatedError({ code: 'git-object-missing', message: `object not found: ${hash}` });
}

function tooLarge(message: string): LocatedError {
  return new LocatedError({
    code: 'git-tree-too-large',
    message,
    hint: 'Exclude files with spec.ignore, a .sourceignore file or spec.sparseCheckout.',
  });
}
