export type { DirectoryEntry, FileEntry, FileTree, SymlinkEntry, TreeEntry } from './file-tree.js';
export { matchName } from './match-name.js';
export { type MemoryFile, type MemorySymlink, memoryTree } from './memory-tree.js';
export { baseName, joinTreePath, parentPath } from './tree-path.js';
