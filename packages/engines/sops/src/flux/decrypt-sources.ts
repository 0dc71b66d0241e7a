import { type FileTree, joinTreePath } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';
import { decryptSops, MAX_ENCRYPTED_BYTES } from '../decrypt-sops.js';
import { looksEncrypted } from '../formats/format-of-file.js';
import type { DataKeyOptions } from '../keys/find-data-key.js';
import { readReferences, type SourceReference } from './kustomization-references.js';
import { SourceFiles } from './source-files.js';

/** Which sources are decrypted. */
export interface DecryptSourcesOptions extends DataKeyOptions {
  readonly tree: FileTree;
  /** The directory that is built. */
  readonly directory: string;
  /** Files that stand in for those of the tree, by path. @default none */
  readonly overrides?: Readonly<Record<string, string | Uint8Array>> | undefined;
}

const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * Decrypts the files that a kustomization makes Secrets of or patches with, its bases' and components' included. Manifests
 * are not among them: they are decrypted after the build.
 *
 * @returns the decrypted files by path, to stand in for those of the tree.
 * @throws LocatedError with Flux' message (to be put behind `error decrypting sources: `).
 */
export async function decryptSources(options: DecryptSourcesOptions): Promise<Readonly<Record<string, Uint8Array>>> {
  const walk = new SourceWalk(new SourceFiles(options.tree, options.overrides ?? {}), options);
  await walk.visit(options.directory);
  return Object.fromEntries(walk.decrypted);
}

/** A base that is no directory of the tree: an address, or a file. */
class NoDirectory extends LocatedError {}

class SourceWalk {
  readonly decrypted = new Map<string, Uint8Array>();
  readonly #visited = new Set<string>();

  constructor(
    readonly files: SourceFiles,
    readonly options: DataKeyOptions,
  ) {}

  async visit(path: string): Promise<void> {
    const directory = this.files.resolve(path);
    if (this.#visited.has(directory)) return;
    this.#visited.add(directory);
    this.#requireDirectory(directory);
    const file = this.#findKustomization(directory);
    const text = new TextDecoder().decode(this.files.read(file));
    const { files, bases } = readKustomization(text, file);
    for (const reference of files) await this.#decrypt(path, reference);
    for (const base of bases) await this.#visitBase(base.startsWith('/') ? base : `${path}/${base}`);
  }

  async #visitBase(path: string): Promise<void> {
    try {
      await this.visit(path);
    } catch (error) {
      if (!(error instanceof NoDirectory)) throw error;
    }
  }

  #requireDirectory(path: string): void {
    const kind = this.files.kindOf(path);
    if (kind === 'directory') return;
    const message = kind === undefined ? `lstat ${path}: no such file or directory` : 'not a directory';
    throw new NoDirectory({ code: 'sops-source', message });
  }

  #findKustomization(directory: string): string {
    const found = FILE_NAMES.flatMap((name) => {
      const path = this.files.resolve(joinTreePath(directory, name) ?? name);
      const kind = this.files.kindOf(path);
      if (kind !== undefined && kind !== 'file') throw sourceError(`expected ${name} to be a regular file`, path);
      return kind === undefined ? [] : [path];
    });
    const [file, ...others] = found;
    if (file === undefined) throw sourceError('no kustomization file found', directory);
    if (others.length > 0) throw sourceError('found multiple kustomization files', file);
    return file;
  }

  async #decrypt(directory: string, reference: SourceReference): Promise<void> {
    const path = this.files.resolve(reference.path.startsWith('/') ? reference.path : `${directory}/${reference.path}`);
    if (this.decrypted.has(path)) return;
    const bytes = this.#read(path);
    const { format } = reference;
    if (!looksEncrypted(bytes, format)) return;
    try {
      this.decrypted.set(path, await decryptSops(bytes, { ...this.options, format }));
    } catch (cause) {
      if (!(cause instanceof LocatedError)) throw cause;
      const { code, message, hint, at = { file: path } } = cause;
      throw new LocatedError({ code, message, at, hint, cause });
    }
  }

  #read(path: string): Uint8Array {
    const kind = this.files.kindOf(path);
    if (kind === undefined) throw sourceError(`lstat ${path}: no such file or directory`, path);
    if (kind !== 'file') throw sourceError('cannot decrypt irregular file as it has file mode type bits set', path);
    const size = this.files.sizeOf(path);
    if (size > MAX_ENCRYPTED_BYTES)
      throw sourceError(`cannot decrypt file with size (${size} bytes) exceeding limit (${MAX_ENCRYPTED_BYTES})`, path);
    return this.files.read(path);
  }
}

function readKustomization(text: string, file: string): ReturnType<typeof readReferences> {
  try {
    return readReferences(text, file);
  } catch (cause) {
    if (!(cause instanceof LocatedError)) throw cause;
    const { at, hint, message } = cause;
    const code = 'sops-source';
    throw new LocatedError({
      code,
      message: `failed to unmarshal kustomization file from '${file}': ${message}`,
      at,
      hint,
      cause,
    });
  }
}

function sourceError(message: string, file: string): LocatedError {
  return new LocatedError({ code: 'sops-source', message, at: { file } });
}
