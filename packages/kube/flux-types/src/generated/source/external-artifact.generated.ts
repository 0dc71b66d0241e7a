// Generated from src/schemas/source by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { Artifact, Condition, Diagnostic, NamespacedObjectKindReference } from '../shared.generated.js';

/** An artifact that was made outside the source controller. */
export interface ExternalArtifact extends KubeObject {
  readonly apiVersion: 'source.toolkit.fluxcd.io/v1';
  readonly kind: 'ExternalArtifact';
  readonly spec: ExternalArtifactSpec;
  readonly status?: ExternalArtifactStatus;
}

/** What the artifact was made from. */
export interface ExternalArtifactSpec {
  /** The object that the artifact was made from. */
  readonly sourceRef?: NamespacedObjectKindReference;
}

/** The artifact itself. */
export interface ExternalArtifactStatus {
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** The artifact of the last successful reconciliation. */
  readonly artifact?: Artifact;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
