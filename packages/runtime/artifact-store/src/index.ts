export { computeDigest } from './artifact-digest.js';
export type { ArtifactOpener, ArtifactReader, ArtifactReference } from './artifact-opener.js';
export { type ArtifactOwner, artifactFolder, artifactPath } from './artifact-path.js';
export {
  type ArtifactState,
  type ArtifactStore,
  type ArtifactStoreOptions,
  type ArtifactTarget,
  createArtifactStore,
} from './create-artifact-store.js';
export { diskTree } from './disk-tree.js';
export { createHttpArtifactOpener, type HttpArtifactOpenerOptions } from './http-artifact-opener.js';
export type { PackOptions } from './pack-tree.js';
export { type ArtifactServer, type ServeArtifactsOptions, serveArtifacts } from './serve-artifacts.js';
export type { UnpackLimits } from './unpack-archive.js';
