// Generated from src/schemas/image by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { AccessFrom, Condition, Diagnostic, LocalObjectReference } from '../shared.generated.js';

/** Scans a container registry for the tags of one image. */
export interface ImageRepository extends KubeObject {
  readonly apiVersion: 'image.toolkit.fluxcd.io/v1';
  readonly kind: 'ImageRepository';
  readonly spec: ImageRepositorySpec;
  readonly status?: ImageRepositoryStatus;
}

/** Which image to scan. */
export interface ImageRepositorySpec {
  /** Name of the image without tag. */
  readonly image: string;
  /** How often to scan. */
  readonly interval: string;
  /** How long one scan may take; default: interval. */
  readonly timeout?: string;
  /** Where credentials come from. @default "generic" */
  readonly provider?: 'generic' | 'aws' | 'azure' | 'gcp';
  /** Image pull Secret with credentials. */
  readonly secretRef?: LocalObjectReference;
  /** ServiceAccount whose image pull secrets or cloud identity is used. */
  readonly serviceAccountName?: string;
  /** Secret with a client certificate (tls.crt, tls.key) or a private authority (ca.crt). */
  readonly certSecretRef?: LocalObjectReference;
  /** Secret with the address and credentials of a proxy. */
  readonly proxySecretRef?: LocalObjectReference;
  /** Allows plain http. */
  readonly insecure?: boolean;
  /** Regular expressions of tags to leave out. @default ["^.*\\.sig$"] */
  readonly exclusionList?: readonly string[];
  /** Which other namespaces may refer to the object. */
  readonly accessFrom?: AccessFrom;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** What was last scanned. */
export interface ImageRepositoryStatus {
  /** Generation that the status speaks of. */
  readonly observedGeneration?: number;
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** Name of the image with its registry. */
  readonly canonicalImageName?: string;
  /** What the last scan found. */
  readonly lastScanResult?: ImageScanResult;
  /** spec.exclusionList as last scanned with. */
  readonly observedExclusionList?: readonly string[];
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** What the last scan found. */
export interface ImageScanResult {
  /** Number of tags. */
  readonly tagCount: number;
  /** A few of the highest tags. */
  readonly latestTags?: readonly string[];
  /** Digest over all tags. */
  readonly revision?: string;
  /** When the scan ended. */
  readonly scanTime?: string;
}
