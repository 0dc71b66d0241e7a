// Generated from src/schemas/source by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { Artifact, Condition, Diagnostic, GitReference, LocalObjectReference } from '../shared.generated.js';

/** A Git repository whose files are offered as an artifact. */
export interface GitRepository extends KubeObject {
  readonly apiVersion: 'source.toolkit.fluxcd.io/v1';
  readonly kind: 'GitRepository';
  readonly spec: GitRepositorySpec;
  readonly status?: GitRepositoryStatus;
}

/** Where the repository is and what to take from it. */
export interface GitRepositorySpec {
  /** Address of the repository over http, https or ssh. */
  readonly url: string;
  /** What to check out; default: the branch master. */
  readonly ref?: GitReference;
  /** How often to look for changes. */
  readonly interval: string;
  /** How long one Git operation may take. @default "60s" */
  readonly timeout?: string;
  /** Secret with credentials: username and password, bearerToken, or identity and known_hosts for ssh; ca.crt for a private authority. */
  readonly secretRef?: LocalObjectReference;
  /** Where credentials come from; default: generic, which is the Secret. */
  readonly provider?: 'generic' | 'aws' | 'azure' | 'github';
  /** ServiceAccount to authenticate as; for the providers azure and aws. */
  readonly serviceAccountName?: string;
  /** Secret with the address and credentials of a proxy. */
  readonly proxySecretRef?: LocalObjectReference;
  /** Patterns of paths to leave out, in the syntax of .gitignore; default: version control, CI and media files. */
  readonly ignore?: string;
  /** Other GitRepositories whose files are copied in. */
  readonly include?: readonly GitRepositoryInclude[];
  /** Checks out submodules as well. */
  readonly recurseSubmodules?: boolean;
  /** Directories to take; default: all. */
  readonly sparseCheckout?: readonly string[];
  /** Requires signed commits or tags. */
  readonly verify?: GitRepositoryVerification;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** Another GitRepository whose files are copied in. */
export interface GitRepositoryInclude {
  /** The GitRepository to copy from. */
  readonly repository: LocalObjectReference;
  /** Directory to copy; default: the root of its artifact. */
  readonly fromPath?: string;
  /** Where to put it; default: a directory named as the GitRepository. */
  readonly toPath?: string;
}

/** Which signatures must be valid. */
export interface GitRepositoryVerification {
  /** What must be signed: the commit (HEAD), the tag, or both. @default "HEAD" */
  readonly mode?: 'head' | 'HEAD' | 'Tag' | 'TagAndHEAD';
  /** Secret with the public keys of trusted authors: PGP as *.asc, SSH as *.sshpub. */
  readonly secretRef: LocalObjectReference;
}

/** What was last seen of the repository. */
export interface GitRepositoryStatus {
  /** Generation that the status speaks of. */
  readonly observedGeneration?: number;
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** The artifact of the last successful reconciliation. */
  readonly artifact?: Artifact;
  /** The artifacts copied in, in the order of spec.include. */
  readonly includedArtifacts?: readonly Artifact[];
  /** The ignore patterns that the artifact was made with. */
  readonly observedIgnore?: string;
  /** spec.include as the artifact was made with. */
  readonly observedInclude?: readonly GitRepositoryInclude[];
  /** spec.recurseSubmodules as the artifact was made with. */
  readonly observedRecurseSubmodules?: boolean;
  /** spec.sparseCheckout as the artifact was made with. */
  readonly observedSparseCheckout?: readonly string[];
  /** spec.verify.mode as last checked. */
  readonly sourceVerificationMode?: string;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
