import type { FileTree } from '@gotk/file-tree';

/** Trees by key, the most recently used ones, up to a number of bytes together. */
export interface TreeCache {
  get(key: string): FileTree | undefined;
  set(key: string, tree: FileTree): void;
}

/** What an entry costs besides the content of a file. */
const ENTRY_BYTES = 200;

/** An empty cache for trees of so many bytes together. */
export function createTreeCache(maxBytes: number): TreeCache {
  const cached = new Map<string, { readonly tree: FileTree; readonly bytes: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= cached.get(key)?.bytes ?? 0;
    cached.delete(key);
  };
  return {
    get(key): FileTree | undefined {
      const found = cached.get(key);
      if (found === undefined) return undefined;
      // Re-inserted, so that the least recently used one is first.
      cached.delete(key);
      cached.set(key, found);
      return found.tree;
    },
    set(key, tree): void {
      drop(key);
      const bytes = sizeOf(tree);
      if (bytes > maxBytes) return;
      for (const oldest of cached.keys()) {
        if (total + bytes <= maxBytes) break;
        drop(oldest);
      }
      cached.set(key, { tree, bytes });
      total += bytes;
    },
  };
}

function sizeOf(tree: FileTree, path = ''): number {
  const entry = tree.entry(path);
  if (entry?.kind !== 'directory') return ENTRY_BYTES + (entry?.kind === 'file' ? entry.sizeBytes : 0);
  let bytes = ENTRY_BYTES;
  for (const name of entry.names) bytes += sizeOf(tree, path === '' ? name : `${path}/${name}`);
  return bytes;
}
