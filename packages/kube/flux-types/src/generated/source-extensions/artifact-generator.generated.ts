// Generated from src/schemas/source-extensions by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { CommonMetadata, Condition, Diagnostic } from '../shared.generated.js';

/** Composes new artifacts out of the files of one or more sources. */
export interface ArtifactGenerator extends KubeObject {
  readonly apiVersion: 'source.extensions.fluxcd.io/v1beta1';
  readonly kind: 'ArtifactGenerator';
  readonly spec: ArtifactGeneratorSpec;
  readonly status?: ArtifactGeneratorStatus;
}

/** Sources, and the artifacts to make from them. */
export interface ArtifactGeneratorSpec {
  /** Sources to copy from. */
  readonly sources: readonly ArtifactSource[];
  /** Artifacts to make. */
  readonly artifacts: readonly ArtifactOutput[];
  /** Makes one set of artifacts for each directory that matches, as @alias/glob. */
  readonly pathPattern?: string;
  /** Labels and annotations for every object made. */
  readonly commonMetadata?: CommonMetadata;
}

/** A source to copy from. */
export interface ArtifactSource {
  /** Name of the source in this object. */
  readonly alias: string;
  /** Kind of the source. */
  readonly kind: 'Bucket' | 'GitRepository' | 'OCIRepository' | 'HelmChart' | 'ExternalArtifact';
  /** Name of the source. */
  readonly name: string;
  /** Namespace of the source; default: that of this object. */
  readonly namespace?: string;
}

/** One artifact to make. */
export interface ArtifactOutput {
  /** Name of the ExternalArtifact. */
  readonly name: string;
  /** Copies, made in order. */
  readonly copy: readonly ArtifactCopy[];
  /** Source whose revision the artifact takes, as @alias; default: a digest of the content. */
  readonly revision?: string;
  /** Source whose origin revision the artifact names, as @alias. */
  readonly originRevision?: string;
}

/** One copy of files from a source into the artifact. */
export interface ArtifactCopy {
  /** Files to copy as @alias/glob. */
  readonly from: string;
  /** Where to put them as @artifact/path. */
  readonly to: string;
  /** Globs of files to leave out. */
  readonly exclude?: readonly string[];
  /** What to do with files that are already there; Extract unpacks archives. Default: Overwrite. */
  readonly strategy?: 'Overwrite' | 'Merge' | 'Extract';
}

/** What was last made. */
export interface ArtifactGeneratorStatus {
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** The artifacts made. */
  readonly inventory?: readonly ArtifactGeneratorInventoryEntry[];
  /** Digest over the revisions of all sources. */
  readonly observedSourcesDigest?: string;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** One artifact made. */
export interface ArtifactGeneratorInventoryEntry {
  /** Name of the ExternalArtifact. */
  readonly name: string;
  /** Namespace of the ExternalArtifact. */
  readonly namespace: string;
  /** Digest of the artifact. */
  readonly digest: string;
  /** File name of the artifact in the storage. */
  readonly filename: string;
}
