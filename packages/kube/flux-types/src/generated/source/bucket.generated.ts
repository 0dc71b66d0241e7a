// Generated from src/schemas/source by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { Artifact, Condition, Diagnostic, LocalObjectReference } from '../shared.generated.js';

/** An object storage bucket whose files are offered as an artifact. */
export interface Bucket extends KubeObject {
  readonly apiVersion: 'source.toolkit.fluxcd.io/v1';
  readonly kind: 'Bucket';
  readonly spec: BucketSpec;
  readonly status?: BucketStatus;
}

/** Where the bucket is and what to take from it. */
export interface BucketSpec {
  /** Host and optional port of the storage service. */
  readonly endpoint: string;
  /** Name of the bucket. */
  readonly bucketName: string;
  /** Kind of storage service; generic is any with the API of S3. @default "generic" */
  readonly provider?: 'generic' | 'aws' | 'gcp' | 'azure';
  /** Region of the bucket. */
  readonly region?: string;
  /** Takes only objects whose key begins with this. */
  readonly prefix?: string;
  /** How often to look for changes. */
  readonly interval: string;
  /** How long one listing or download may take. @default "60s" */
  readonly timeout?: string;
  /** Secret with credentials: accesskey and secretkey, or what the provider asks for. */
  readonly secretRef?: LocalObjectReference;
  /** ServiceAccount whose cloud identity is used. */
  readonly serviceAccountName?: string;
  /** A service that hands out temporary credentials. */
  readonly sts?: BucketSTS;
  /** Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt). */
  readonly certSecretRef?: LocalObjectReference;
  /** Secret with the address and credentials of a proxy. */
  readonly proxySecretRef?: LocalObjectReference;
  /** Allows plain http. */
  readonly insecure?: boolean;
  /** Patterns of paths to leave out, in the syntax of .gitignore; default: version control, CI and media files. */
  readonly ignore?: string;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** A service that hands out temporary credentials. */
export interface BucketSTS {
  /** Kind of service. */
  readonly provider: 'aws' | 'ldap';
  /** Address of the service. */
  readonly endpoint: string;
  /** Secret with username and password for the service; only for ldap. */
  readonly secretRef?: LocalObjectReference;
  /** Secret with a client certificate or a private authority; only for ldap. */
  readonly certSecretRef?: LocalObjectReference;
}

/** What was last seen of the bucket. */
export interface BucketStatus {
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
  /** The ignore patterns that the artifact was made with. */
  readonly observedIgnore?: string;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
