// Generated from src/schemas/image by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { Condition, Diagnostic, ImageRef, NamespacedObjectReference } from '../shared.generated.js';

/** Chooses the latest image out of the tags of an ImageRepository. */
export interface ImagePolicy extends KubeObject {
  readonly apiVersion: 'image.toolkit.fluxcd.io/v1';
  readonly kind: 'ImagePolicy';
  readonly spec: ImagePolicySpec;
  readonly status?: ImagePolicyStatus;
}

/** Which tags to look at and how to choose. */
export interface ImagePolicySpec {
  /** The ImageRepository that knows the tags. */
  readonly imageRepositoryRef: NamespacedObjectReference;
  /** How the latest tag is found; one of the three. */
  readonly policy: ImagePolicyChoice;
  /** Which tags are looked at. */
  readonly filterTags?: TagFilter;
  /** When the digest of the latest tag is put into the status. @default "Never" */
  readonly digestReflectionPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** How often to look for a new digest; with digestReflectionPolicy: Always. */
  readonly interval?: string;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** How the latest tag is found; one of the three. */
export interface ImagePolicyChoice {
  /** By semantic version. */
  readonly semver?: SemVerPolicy;
  /** By alphabet. */
  readonly alphabetical?: AlphabeticalPolicy;
  /** By number. */
  readonly numerical?: NumericalPolicy;
}

/** By semantic version. */
export interface SemVerPolicy {
  /** Range that the version must be in. */
  readonly range: string;
}

/** By alphabet. */
export interface AlphabeticalPolicy {
  /** Whether the last tag in ascending or descending order is the latest. @default "asc" */
  readonly order?: 'asc' | 'desc';
}

/** By number. */
export interface NumericalPolicy {
  /** Whether the last tag in ascending or descending order is the latest. @default "asc" */
  readonly order?: 'asc' | 'desc';
}

/** Which tags are looked at. */
export interface TagFilter {
  /** Regular expression that tags must match. */
  readonly pattern?: string;
  /** What to compare instead of the tag, with groups of the pattern as $1 or $name. */
  readonly extract?: string;
}

/** The image chosen. */
export interface ImagePolicyStatus {
  /** Generation that the status speaks of. */
  readonly observedGeneration?: number;
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** The latest image. */
  readonly latestRef?: ImageRef;
  /** The latest image before this one. */
  readonly observedPreviousRef?: ImageRef;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
