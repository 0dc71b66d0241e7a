// Generated from src/schemas/kustomize by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { CommonMetadata, Condition, DependencyReference, Diagnostic, HealthCheckExpression, IgnoreRule, ImageEdit, KubeConfigReference, LocalObjectReference, NamespacedObjectKindReference, PatchEdit, ResourceInventory } from '../shared.generated.js';

/** Builds manifests out of a source and applies them. */
export interface Kustomization extends KubeObject {
  readonly apiVersion: 'kustomize.toolkit.fluxcd.io/v1';
  readonly kind: 'Kustomization';
  readonly spec: KustomizationSpec;
  readonly status?: KustomizationStatus;
}

/** What to build and how to apply it. */
export interface KustomizationSpec {
  /** The source of the manifests. */
  readonly sourceRef: KustomizationSourceReference;
  /** Directory in the source; default: its root. */
  readonly path?: string;
  /** How often to apply, so that drift is undone. */
  readonly interval: string;
  /** How soon to try again after a failure; default: interval. */
  readonly retryInterval?: string;
  /** How long building, applying and waiting may take; default: interval. */
  readonly timeout?: string;
  /** Deletes objects that are no longer in the source. */
  readonly prune: boolean;
  /** Waits until every applied object is healthy. */
  readonly wait?: boolean;
  /** Objects to wait for. */
  readonly healthChecks?: readonly NamespacedObjectKindReference[];
  /** CEL expressions that judge the health of custom kinds. */
  readonly healthCheckExprs?: readonly HealthCheckExpression[];
  /** Kustomizations that must be ready first. */
  readonly dependsOn?: readonly DependencyReference[];
  /** Namespace to put all objects in. */
  readonly targetNamespace?: string;
  /** Put before the name of every object. */
  readonly namePrefix?: string;
  /** Put after the name of every object. */
  readonly nameSuffix?: string;
  /** Labels and annotations for every object made. */
  readonly commonMetadata?: CommonMetadata;
  /** Changes of container images. */
  readonly images?: readonly ImageEdit[];
  /** Patches, applied in order. */
  readonly patches?: readonly PatchEdit[];
  /** Paths of kustomize components to add. */
  readonly components?: readonly string[];
  /** Passes over components that are not there. */
  readonly ignoreMissingComponents?: boolean;
  /** Annotations that tell where an object came from. */
  readonly buildMetadata?: readonly ('originAnnotations' | 'transformerAnnotations')[];
  /** Replacement of variables in the built manifests. */
  readonly postBuild?: KustomizationPostBuild;
  /** How Secrets in the source are decrypted. */
  readonly decryption?: KustomizationDecryption;
  /** ServiceAccount to act as. */
  readonly serviceAccountName?: string;
  /** Applies to another cluster than the one the controller runs in. */
  readonly kubeConfig?: KubeConfigReference;
  /** Deletes and creates objects anew when they cannot be changed. @default false */
  readonly force?: boolean;
  /** Fields that are applied once and then left alone. */
  readonly ignore?: readonly IgnoreRule[];
  /** What happens to the applied objects when this object is deleted; default: MirrorPrune, which follows prune. */
  readonly deletionPolicy?: 'MirrorPrune' | 'Delete' | 'WaitForTermination' | 'Orphan';
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** The source of the manifests. */
export interface KustomizationSourceReference {
  /** API version of the source. */
  readonly apiVersion?: string;
  /** Kind of the source. */
  readonly kind: 'OCIRepository' | 'GitRepository' | 'Bucket' | 'ExternalArtifact';
  /** Name of the source. */
  readonly name: string;
  /** Namespace of the source; default: that of this object. */
  readonly namespace?: string;
}

/** Replacement of variables in the built manifests. */
export interface KustomizationPostBuild {
  /** Variables; they win over those of substituteFrom. */
  readonly substitute?: Readonly<Record<string, string>>;
  /** Objects whose data are variables; later ones win. */
  readonly substituteFrom?: readonly SubstituteReference[];
  /** When to replace: only when there are variables, or always. Default: WithVariables. */
  readonly substituteStrategy?: 'WithVariables' | 'Always';
}

/** A ConfigMap or Secret whose data are variables. */
export interface SubstituteReference {
  /** Kind of the object that holds the values. */
  readonly kind: 'Secret' | 'ConfigMap';
  /** Name of the object, in the same namespace. */
  readonly name: string;
  /** Whether a missing object counts as empty. @default false */
  readonly optional?: boolean;
}

/** How Secrets in the source are decrypted. */
export interface KustomizationDecryption {
  /** What they were encrypted with. */
  readonly provider: 'sops';
  /** Secret with the private keys. */
  readonly secretRef?: LocalObjectReference;
  /** ServiceAccount whose cloud identity opens keys held by a cloud. */
  readonly serviceAccountName?: string;
}

/** What was last applied. */
export interface KustomizationStatus {
  /** Generation that the status speaks of. */
  readonly observedGeneration?: number;
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** Revision of the source that was last applied. */
  readonly lastAppliedRevision?: string;
  /** Origin revision of what was last applied, where the source names one. */
  readonly lastAppliedOriginRevision?: string;
  /** Revision of the source that was last tried. */
  readonly lastAttemptedRevision?: string;
  /** Objects of the last successful apply, for pruning. */
  readonly inventory?: ResourceInventory;
  /** The last builds, newest first. */
  readonly history?: readonly KustomizationSnapshot[];
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** One build that was applied, over a stretch of time. */
export interface KustomizationSnapshot {
  /** Digest of the built manifests. */
  readonly digest: string;
  /** When it was first applied. */
  readonly firstReconciled: string;
  /** When it was last applied. */
  readonly lastReconciled: string;
  /** How long the last time took. */
  readonly lastReconciledDuration: string;
  /** Reason of the Ready condition after the last time. */
  readonly lastReconciledStatus: string;
  /** How many times it was applied. */
  readonly totalReconciliations: number;
  /** Facts such as the revision. */
  readonly metadata?: Readonly<Record<string, string>>;
}
