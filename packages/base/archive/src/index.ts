export { gunzip } from './gunzip.js';
export { packTree } from './pack-tree.js';
export { type ArchiveLimits, unpackArchive, unpackTarBytes } from './unpack-archive.js';
export { type WrapGzipOptions, wrapGzip } from './wrap-gzip.js';
export { type TarFile, type TarModes, type WriteTarOptions, writeTar, writeTarFiles } from './write-tar.js';
