// Generated from src/schemas/source by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { Artifact, Condition, Diagnostic, LocalObjectReference, OidcIdentityMatch } from '../shared.generated.js';

/** An image in a container registry whose content is offered as an artifact. */
export interface OCIRepository extends KubeObject {
  readonly apiVersion: 'source.toolkit.fluxcd.io/v1';
  readonly kind: 'OCIRepository';
  readonly spec: OCIRepositorySpec;
  readonly status?: OCIRepositoryStatus;
}

/** Where the image is and what to take from it. */
export interface OCIRepositorySpec {
  /** Address of the image repository as oci://host/path. */
  readonly url: string;
  /** Which image to take; the more exact field wins. */
  readonly ref?: OCIRepositoryRef;
  /** Which layer becomes the artifact. */
  readonly layerSelector?: OCILayerSelector;
  /** How often to look for changes. */
  readonly interval: string;
  /** How long one operation on the registry may take. @default "60s" */
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
  /** Patterns of paths to leave out, in the syntax of .gitignore; default: version control, CI and media files. */
  readonly ignore?: string;
  /** Which signatures must be valid. */
  readonly verify?: OCIRepositoryVerification;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** Which image to take; the more exact field wins. */
export interface OCIRepositoryRef {
  /** Tag; default: latest when nothing else is set. */
  readonly tag?: string;
  /** Range of versions; its highest tag wins over tag. */
  readonly semver?: string;
  /** Regular expression that tags must match before the range is looked at. */
  readonly semverFilter?: string;
  /** Digest as sha256:…; wins over all others. */
  readonly digest?: string;
}

/** Which layer becomes the artifact. */
export interface OCILayerSelector {
  /** Media type of the layer; the first one that has it is taken. Default: the first layer. */
  readonly mediaType?: string;
  /** What to do with the layer: extract its archive, or copy it as it is. Default: extract. */
  readonly operation?: 'extract' | 'copy';
}

/** Which signatures must be valid. */
export interface OCIRepositoryVerification {
  /** Tool whose signatures are checked. @default "cosign" */
  readonly provider: 'cosign' | 'notation';
  /** Secret with the public keys of trusted signers; without it, signatures are checked keyless. */
  readonly secretRef?: LocalObjectReference;
  /** Identities accepted in keyless signatures; one must match. */
  readonly matchOIDCIdentity?: readonly OidcIdentityMatch[];
  /** Secret with a Sigstore trusted root, for signatures made with private instances. */
  readonly trustedRootSecretRef?: LocalObjectReference;
}

/** What was last seen of the image. */
export interface OCIRepositoryStatus {
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
  /** Which layer becomes the artifact. */
  readonly observedLayerSelector?: OCILayerSelector;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
