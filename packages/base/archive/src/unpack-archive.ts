import { type FileTree, joinTreePath, type MemoryFile, type MemorySymlink, memoryTree } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';
import { gunzip } from './gunzip.js';

/** How much an archive may hold. */
export interface ArchiveLimits {
  /** Of the decompressed tar. Default 100 MiB. */
  readonly limitBytes?: number;
  /** Default 100,000. */
  readonly maxEntries?: number;
  /** What becomes of symbolic links: left out, kept as entries of the tree (which never follows them), or refused. Default `skip`. */
  readonly symlinks?: 'skip' | 'keep' | 'refuse';
}

/**
 * Unpacks a `.tar.gz` into a tree in memory. Hard links, devices and other special entries are left out.
 *
 * @throws LocatedError `archive-gzip`, `archive-tar`, `archive-too-large`, `archive-path` (an entry that leaves the root),
 * `archive-symlink`.
 */
export async function unpackArchive(bytes: Uint8Array, limits: ArchiveLimits = {}): Promise<FileTree> {
  return unpackTarBytes(gunzip(bytes, { limitBytes: limits.limitBytes ?? 100 * 1024 * 1024 }), limits);
}

/** Like {@link unpackArchive}, for a tar that is already decompressed. */
export async function unpackTarBytes(
  tar: Uint8Array,
  { maxEntries = 100_000, symlinks = 'skip' }: ArchiveLimits = {},
): Promise<FileTree> {
  const files = new Map<string, Uint8Array | MemoryFile | MemorySymlink>();
  const entries = await readEntries(tar);
  if (entries.length > maxEntries)
    throw new LocatedError({ code: 'archive-too-large', message: `archive has more than ${maxEntries} entries` });
  for (const { header, data } of entries) {
    const path = cleanPath(header.name);
    if (header.type === 'directory') files.set(`${path}/`, new Uint8Array());
    else if (header.type === 'symlink') addSymlink(files, { path, target: header.linkname ?? '', symlinks });
    else if (header.type === 'file')
      files.set(path, { content: data ?? new Uint8Array(), executable: ((header.mode ?? 0) & 0o100) !== 0 });
  }
  return memoryTree(Object.fromEntries(withoutShadows(files)));
}

interface Entry {
  readonly header: {
    readonly name: string;
    readonly type?: string;
    readonly mode?: number;
    readonly linkname?: string;
  };
  readonly data?: Uint8Array;
}

async function readEntries(tar: Uint8Array): Promise<readonly Entry[]> {
  const { unpackTar } = await import('modern-tar');
  try {
    return await unpackTar(tar, { strict: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new LocatedError({ code: 'archive-tar', message: `tar error: ${text}`, cause: error });
  }
}

function cleanPath(name: string): string {
  const path = name.includes('\u0000') || name.startsWith('/') ? undefined : joinTreePath(name);
  if (path === undefined)
    throw new LocatedError({
      code: 'archive-path',
      message: `tar contained invalid name error ${JSON.stringify(name)}`,
    });
  return path;
}

function addSymlink(
  files: Map<string, Uint8Array | MemoryFile | MemorySymlink>,
  {
    path,
    target,
    symlinks,
  }: { readonly path: string; readonly target: string; readonly symlinks: 'skip' | 'keep' | 'refuse' },
): void {
  if (symlinks === 'refuse')
    throw new LocatedError({
      code: 'archive-symlink',
      message: `tar file entry ${path} contained unsupported file type symlink`,
    });
  if (symlinks === 'keep') files.set(path, { symlink: target });
}

/** A file whose path is also a directory of others cannot be; the directory wins. */
function withoutShadows<T>(files: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  const directories = new Set<string>();
  for (const path of files.keys()) {
    const segments = path.split('/');
    for (let length = 1; length < segments.length; length++) directories.add(segments.slice(0, length).join('/'));
  }
  return [...files].filter(([path]) => path.endsWith('/') || (path !== '' && !directories.has(path)));
}
