import { type FileEntry, type FileTree, joinTreePath, parentPath } from '@gotk/file-tree';

/** As many symbolic links are followed on the way to a file. */
const MAX_LINKS = 255;

/** Files of a tree, some of which others stand in for. Links are followed, though never out of the tree. */
export class SourceFiles {
  readonly #overrides: ReadonlyMap<string, string | Uint8Array>;

  constructor(
    readonly tree: FileTree,
    overrides: Readonly<Record<string, string | Uint8Array>>,
  ) {
    this.#overrides = new Map(Object.entries(overrides));
  }

  /** The path that a path with links and `..` leads to; `..` at the root stays there. */
  resolve(path: string): string {
    let resolved = '';
    let rest = path.split('/');
    for (let links = 0; rest.length > 0; ) {
      const [segment = '', ...others] = rest;
      rest = others;
      if (segment === '' || segment === '.') continue;
      if (segment === '..') {
        resolved = parentPath(resolved);
        continue;
      }
      const next = joinTreePath(resolved, segment) ?? '';
      const entry = this.#overrides.has(next) ? undefined : this.tree.entry(next);
      if (entry?.kind !== 'symlink') {
        resolved = next;
        continue;
      }
      if (++links > MAX_LINKS) return next;
      if (entry.target.startsWith('/')) resolved = '';
      rest = [...entry.target.split('/'), ...rest];
    }
    return resolved;
  }

  /** What stands at a resolved path. */
  kindOf(path: string): 'file' | 'directory' | 'symlink' | undefined {
    return this.#overrides.has(path) ? 'file' : this.tree.entry(path)?.kind;
  }

  sizeOf(path: string): number {
    return this.#overrides.has(path) ? this.read(path).length : (this.#file(path)?.sizeBytes ?? 0);
  }

  read(path: string): Uint8Array {
    const override = this.#overrides.get(path);
    if (override !== undefined) return typeof override === 'string' ? new TextEncoder().encode(override) : override;
    return this.#file(path)?.read() ?? new Uint8Array();
  }

  #file(path: string): FileEntry | undefined {
    const entry = this.tree.entry(path);
    return entry?.kind === 'file' ? entry : undefined;
  }
}
