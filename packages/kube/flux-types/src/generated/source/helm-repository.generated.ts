// Generated from src/schemas/source by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { AccessFrom, Artifact, Condition, Diagnostic, LocalObjectReference } from '../shared.generated.js';

/** A repository of Helm charts. */
export interface HelmRepository extends KubeObject {
  readonly apiVersion: 'source.toolkit.fluxcd.io/v1';
  readonly kind: 'HelmRepository';
  readonly spec: HelmRepositorySpec;
  readonly status?: HelmRepositoryStatus;
}

/** Where the charts are. */
export interface HelmRepositorySpec {
  /** Address of the index without index.yaml, or oci://host/path. */
  readonly url: string;
  /** Kind of repository; default: default, which has an index.yaml. */
  readonly type?: 'default' | 'oci';
  /** How often to look for changes; not used for oci. */
  readonly interval?: string;
  /** How long one download may take; default: 60s. */
  readonly timeout?: string;
  /** Where credentials come from; only for oci. @default "generic" */
  readonly provider?: 'generic' | 'aws' | 'azure' | 'gcp';
  /** Secret with username and password; for oci also an image pull Secret. */
  readonly secretRef?: LocalObjectReference;
  /** Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt). */
  readonly certSecretRef?: LocalObjectReference;
  /** Sends the credentials to other hosts that the index names as well. */
  readonly passCredentials?: boolean;
  /** Allows plain http; only for oci. */
  readonly insecure?: boolean;
  /** Which other namespaces may refer to the object. */
  readonly accessFrom?: AccessFrom;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** What was last seen of the index. */
export interface HelmRepositoryStatus {
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
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
