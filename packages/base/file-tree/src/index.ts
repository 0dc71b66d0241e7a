export type { DirectoryEntry, FileEntry, FileTree, SymlinkEntry, TreeEntry } from './file-tree.js';
export { compileName, matchName, type NameMatcher } from './match-name.js';
export { matchStars, type StarredPattern } from './match-stars.js';
export { type MemoryFile, type MemorySymlink, memoryTree } from './memory-tree.js';
export { baseName, joinTreePath, parentPath } from './tree-path.js';
