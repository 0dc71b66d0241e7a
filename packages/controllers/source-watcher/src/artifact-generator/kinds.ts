import type { KindRef } from '@gotk/objects';

/** The kind of ArtifactGenerators. */
export const ARTIFACT_GENERATOR: KindRef = {
  apiVersion: 'source.extensions.fluxcd.io/v1beta1',
  kind: 'ArtifactGenerator',
};

/** The kind of what they make. */
export const EXTERNAL_ARTIFACT: KindRef = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'ExternalArtifact' };

/** Kinds that files can be taken from. */
export const SOURCE_KINDS = ['GitRepository', 'OCIRepository', 'Bucket', 'HelmChart', 'ExternalArtifact'] as const;

/** Label that names the generator of an ExternalArtifact by its UID. */
export const GENERATOR_LABEL = 'source.extensions.fluxcd.io/generator';

/** Name of the controller: field manager, source of events, label of what it makes. */
export const CONTROLLER_NAME = 'source-watcher';
