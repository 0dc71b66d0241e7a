import { baseName, type FileEntry, type FileTree, parentPath, type TreeEntry } from '@gotk/file-tree';

/** A tree with files in it that add to its own or stand in for them. */
export function overlayTree(tree: FileTree, files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const added = new Map<string, FileEntry>();
  const names = new Map<string, Set<string>>();
  for (const [path, content] of Object.entries(files)) {
    added.set(path, fileEntry(content));
    for (let child = path; child !== ''; child = parentPath(child)) {
      const parent = parentPath(child);
      names.set(parent, (names.get(parent) ?? new Set()).add(baseName(child)));
    }
  }
  return {
    entry(path) {
      const more = names.get(path);
      return added.get(path) ?? (more === undefined ? tree.entry(path) : mergeDirectory(tree.entry(path), more));
    },
  };
}

function fileEntry(content: string | Uint8Array): FileEntry {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { kind: 'file', sizeBytes: bytes.length, executable: false, read: () => bytes };
}

function mergeDirectory(entry: TreeEntry | undefined, names: ReadonlySet<string>): TreeEntry {
  const own = entry?.kind === 'directory' ? entry.names : [];
  return { kind: 'directory', names: [...new Set([...own, ...names])].sort() };
}
