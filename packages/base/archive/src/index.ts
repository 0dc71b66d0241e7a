export { gunzip } from './gunzip.js';
export { packTree } from './pack-tree.js';
export { type ArchiveLimits, unpackArchive, unpackTarBytes } from './unpack-archive.js';
export { type TarModes, type WriteTarOptions, writeTar } from './write-tar.js';
