import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { writeTar } from '@gotk/archive';
import { type FileTree, parentPath, type TreeEntry } from '@gotk/file-tree';

export interface PackOptions {
  /**
   * What to leave out. Asked for each path on its own: the files of a directory that is left out are asked for too.
   * @default nothing
   */
  readonly ignored?: (path: string, kind: 'file' | 'directory') => boolean;
}

/** An archive, and what is in it. */
export interface PackedTree {
  /** The `.tar.gz`. */
  readonly archive: Uint8Array;
  /** What whoever unpacks the archive finds. */
  readonly contents: FileTree;
}

const compress = promisify(gzip);

/** Archives the files and directories of a tree as Flux does; links are left out. Compression happens off the main thread. */
export async function packTree(tree: FileTree, { ignored = () => false }: PackOptions = {}): Promise<PackedTree> {
  return { archive: await compress(writeTar(tree, { omit: ignored })), contents: withoutIgnored(tree, ignored) };
}

function withoutIgnored(tree: FileTree, ignored: NonNullable<PackOptions['ignored']>): FileTree {
  const entries = new Map<string, TreeEntry>();
  const names = new Map<string, string[]>([['', []]]);
  const addFolder = (path: string): void => {
    if (names.has(path)) return;
    names.set(path, []);
    addName(path);
  };
  const addName = (path: string): void => {
    const parent = parentPath(path);
    addFolder(parent);
    names.get(parent)?.push(path.slice(parent === '' ? 0 : parent.length + 1));
  };
  const visit = (path: string): void => {
    const entry = tree.entry(path);
    if (entry?.kind === 'file' && !ignored(path, 'file')) {
      entries.set(path, entry);
      addName(path);
    }
    if (entry?.kind !== 'directory') return;
    if (path !== '' && !ignored(path, 'directory')) addFolder(path);
    for (const name of entry.names) visit(path === '' ? name : `${path}/${name}`);
  };
  visit('');
  for (const [path, found] of names) entries.set(path, { kind: 'directory', names: found.sort() });
  return { entry: (path) => entries.get(path) };
}
