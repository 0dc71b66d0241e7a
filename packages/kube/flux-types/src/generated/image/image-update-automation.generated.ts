// Generated from src/schemas/image by "npm run generate -w @gotk/flux-types"; do not edit.
import type { KubeObject } from '@gotk/objects';
import type { Condition, Diagnostic, GitReference, ImageRef, LocalObjectReference } from '../shared.generated.js';

/** Commits the images that ImagePolicies chose to a Git repository. */
export interface ImageUpdateAutomation extends KubeObject {
  readonly apiVersion: 'image.toolkit.fluxcd.io/v1';
  readonly kind: 'ImageUpdateAutomation';
  readonly spec: ImageUpdateAutomationSpec;
  readonly status?: ImageUpdateAutomationStatus;
}

/** Which repository to change, and when. */
export interface ImageUpdateAutomationSpec {
  /** The repository to change. */
  readonly sourceRef: ImageUpdateSourceReference;
  /** How often to look for new images. */
  readonly interval: string;
  /** How to commit and push. */
  readonly git?: ImageUpdateGit;
  /** Which ImagePolicies to follow, by label; default: all. */
  readonly policySelector?: PolicySelector;
  /** Which files to change, and how. @default {"strategy":"Setters"} */
  readonly update?: ImageUpdateStrategy;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** The repository to change. */
export interface ImageUpdateSourceReference {
  /** API version of the source. */
  readonly apiVersion?: string;
  /** Kind of the source. @default "GitRepository" */
  readonly kind: 'GitRepository';
  /** Name of the source. */
  readonly name: string;
  /** Namespace of the source; default: that of this object. */
  readonly namespace?: string;
}

/** How to commit and push. */
export interface ImageUpdateGit {
  /** What to check out. */
  readonly checkout?: ImageUpdateCheckout;
  /** What commits say. */
  readonly commit: ImageUpdateCommit;
  /** Where to push. */
  readonly push?: ImageUpdatePush;
}

/** What to check out. */
export interface ImageUpdateCheckout {
  /** What to check out; default: the ref of the GitRepository. */
  readonly ref: GitReference;
}

/** What commits say. */
export interface ImageUpdateCommit {
  /** Whom commits name as their author. */
  readonly author: CommitAuthor;
  /** The key that commits are signed with. */
  readonly signingKey?: CommitSigningKey;
  /** Go template of the commit message. */
  readonly messageTemplate?: string;
  /** Values for the template. */
  readonly messageTemplateValues?: Readonly<Record<string, string>>;
}

/** Whom commits name as their author. */
export interface CommitAuthor {
  /** Email address. */
  readonly email: string;
  /** Name. */
  readonly name?: string;
}

/** The key that commits are signed with. */
export interface CommitSigningKey {
  /** Secret with the private key and its passphrase. */
  readonly secretRef: LocalObjectReference;
  /** Kind of key; default: gpg. */
  readonly type?: 'gpg' | 'ssh';
}

/** Where to push. */
export interface ImageUpdatePush {
  /** Branch; default: the one that was checked out. */
  readonly branch?: string;
  /** Reference to push to as well. */
  readonly refspec?: string;
  /** Push options. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Which ImagePolicies to follow, by label; default: all. */
export interface PolicySelector {
  /** Labels that must be there. */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** Conditions that must all hold. */
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

/** One condition on a label. */
export interface LabelSelectorRequirement {
  /** Name of the label. */
  readonly key: string;
  /** In, NotIn, Exists or DoesNotExist. */
  readonly operator: string;
  /** Values for In and NotIn. */
  readonly values?: readonly string[];
}

/** Which files to change, and how. */
export interface ImageUpdateStrategy {
  /** How images are found: by marker comments. @default "Setters" */
  readonly strategy?: 'Setters';
  /** Directory to change; default: the root of the repository. */
  readonly path?: string;
}

/** What was last pushed. */
export interface ImageUpdateAutomationStatus {
  /** Generation that the status speaks of. */
  readonly observedGeneration?: number;
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** When the repository was last looked at. */
  readonly lastAutomationRunTime?: string;
  /** Hash of the last commit pushed. */
  readonly lastPushCommit?: string;
  /** When it was pushed. */
  readonly lastPushTime?: string;
  /** The images of the policies followed, by policy. */
  readonly observedPolicies?: Readonly<Record<string, ImageRef>>;
  /** Revision of the repository that was last looked at. */
  readonly observedSourceRevision?: string;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}
