// Generated from src/schemas/source by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { Artifact, Condition, Diagnostic, LocalObjectReference, OidcIdentityMatch } from '../shared.generated.js';

/** A Helm chart, taken from a source and packaged as an artifact. */
export interface HelmChart extends KubeObject {
  readonly apiVersion: 'source.toolkit.fluxcd.io/v1';
  readonly kind: 'HelmChart';
  readonly spec: HelmChartSpec;
  readonly status?: HelmChartStatus;
}

/** Which chart to package. */
export interface HelmChartSpec {
  /** Name of the chart in a HelmRepository, or its path in another source. */
  readonly chart: string;
  /** Version or range of versions; not used for Git and buckets. @default "*" */
  readonly version?: string;
  /** The source that holds the chart. */
  readonly sourceRef: HelmChartSourceReference;
  /** How often to look for changes. */
  readonly interval: string;
  /** When to make a new artifact: for a new chart version, or for each new revision of the source. @default "ChartVersion" */
  readonly reconcileStrategy?: 'ChartVersion' | 'Revision';
  /** Values files in the chart, merged in order into its values.yaml. */
  readonly valuesFiles?: readonly string[];
  /** Passes over values files that are not there. */
  readonly ignoreMissingValuesFiles?: boolean;
  /** Which signatures must be valid. */
  readonly verify?: HelmChartVerification;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** The source that holds the chart. */
export interface HelmChartSourceReference {
  /** API version of the source. */
  readonly apiVersion?: string;
  /** Kind of the source. */
  readonly kind: 'HelmRepository' | 'GitRepository' | 'Bucket';
  /** Name of the source. */
  readonly name: string;
}

/** Which signatures must be valid. */
export interface HelmChartVerification {
  /** Tool whose signatures are checked. @default "cosign" */
  readonly provider: 'cosign' | 'notation';
  /** Secret with the public keys of trusted signers; without it, signatures are checked keyless. */
  readonly secretRef?: LocalObjectReference;
  /** Identities accepted in keyless signatures; one must match. */
  readonly matchOIDCIdentity?: readonly OidcIdentityMatch[];
}

/** What was last packaged. */
export interface HelmChartStatus {
  /** Generation that the status speaks of. */
  readonly observedGeneration?: number;
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** The artifact of the last successful reconciliation. */
  readonly artifact?: Artifact;
  /** Address of the latest artifact. */
  readonly url?: string;
  /** Name of the chart as its Chart.yaml has it. */
  readonly observedChartName?: string;
  /** Revision of the source that the chart was taken from. */
  readonly observedSourceArtifactRevision?: string;
  /** spec.valuesFiles as the artifact was made with. */
  readonly observedValuesFiles?: readonly string[];
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
