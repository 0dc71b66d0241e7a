// Generated from src/schemas by "npm run generate -w @gotk/flux-types"; do not edit.

/** Which other namespaces may refer to the object. */
export interface AccessFrom {
  /** Namespaces that match any of these may refer to it; an empty list allows none. */
  readonly namespaceSelectors: readonly NamespaceSelector[];
}

/** What a source produced, and where it can be had. */
export interface Artifact {
  /** Path in the controller's artifact storage. */
  readonly path: string;
  /** Address the artifact is served at. */
  readonly url: string;
  /** What it was made from, such as a branch and commit. */
  readonly revision: string;
  /** Digest of the file as algorithm:checksum. */
  readonly digest: string;
  /** When the artifact was last written. */
  readonly lastUpdateTime: string;
  /** Size of the file in bytes. */
  readonly size?: number;
  /** Facts from upstream, such as OCI annotations. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** One observed aspect of the rollout. */
export interface CanaryCondition {
  /** Name of the aspect. */
  readonly type: string;
  /** Whether the aspect holds. */
  readonly status: string;
  /** Why, in one word. */
  readonly reason: string;
  /** Why, in words for people. */
  readonly message?: string;
  /** When the condition was last written. */
  readonly lastUpdateTime?: string;
  /** When the status last changed. */
  readonly lastTransitionTime?: string;
}

/** Names an object in this or another namespace. */
export interface CanaryObjectReference {
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object; default: that of the Canary. */
  readonly namespace?: string;
}

/** Labels and annotations for every object made. */
export interface CommonMetadata {
  /** Labels to set. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations to set. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One observed aspect of the object. */
export interface Condition {
  /** Name of the aspect, such as Ready. */
  readonly type: string;
  /** Whether the aspect holds. */
  readonly status: 'True' | 'False' | 'Unknown';
  /** Why, in one CamelCase word that programs may test. */
  readonly reason: string;
  /** Why, in words for people. */
  readonly message: string;
  /** When the status last changed. */
  readonly lastTransitionTime: string;
  /** Generation of the object that the condition speaks of. */
  readonly observedGeneration?: number;
}

/** Names one object, or all of a kind, in this or another namespace. */
export interface CrossNamespaceObjectReference {
  /** API version of the objects. */
  readonly apiVersion?: string;
  /** Kind of the objects. */
  readonly kind: 'Bucket' | 'GitRepository' | 'Kustomization' | 'HelmRelease' | 'HelmChart' | 'HelmRepository' | 'ImageRepository' | 'ImagePolicy' | 'ImageUpdateAutomation' | 'OCIRepository' | 'ArtifactGenerator' | 'ExternalArtifact';
  /** Name of one object, or * for all of the kind. */
  readonly name: string;
  /** Namespace of the objects; default: that of this object. */
  readonly namespace?: string;
  /** Labels the objects must have; only with name: *. */
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/** Names an object that must be ready first. */
export interface DependencyReference {
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object; default: the namespace of the object that refers to it. */
  readonly namespace?: string;
  /** CEL expression on "dep" and "self" that replaces the built-in readiness check. */
  readonly readyExpr?: string;
}

/** One error or warning with the place a person can open. */
export interface Diagnostic {
  /** Stable identity of the problem in kebab-case. */
  readonly code: string;
  /** The problem, in the words of the Ready condition. */
  readonly message: string;
  /** Path of the file in the source. */
  readonly file?: string;
  /** Line in the file, counted from 1. */
  readonly line?: number;
  /** Column in the line, counted from 1. */
  readonly column?: number;
  /** One sentence on what to do. */
  readonly hint?: string;
  /** The object concerned, as Kind/namespace/name. */
  readonly object?: string;
}

/** What to check out; the more exact field wins. */
export interface GitReference {
  /** Branch; default: master when nothing else is set. */
  readonly branch?: string;
  /** Tag; wins over branch. */
  readonly tag?: string;
  /** Range of versions; its highest tag wins over tag. */
  readonly semver?: string;
  /** Full reference name such as refs/pull/1/head; wins over branch, tag and semver. */
  readonly name?: string;
  /** Commit hash; wins over all others. With branch set, it is looked for there. */
  readonly commit?: string;
}

/** Compares the value of a header in exactly one way. */
export interface HeaderMatch {
  /** The whole value. */
  readonly exact?: string;
  /** How it begins. */
  readonly prefix?: string;
  /** How it ends. */
  readonly suffix?: string;
  /** Regular expression for it. */
  readonly regex?: string;
}

/** How to judge the health of a custom kind. */
export interface HealthCheckExpression {
  /** API version of the kind. */
  readonly apiVersion: string;
  /** The kind; default: all of the API version. */
  readonly kind?: string;
  /** CEL expression that is true when the object is healthy. */
  readonly current: string;
  /** CEL expression that is true while the object is becoming healthy. */
  readonly inProgress?: string;
  /** CEL expression that is true when the object has failed. */
  readonly failed?: string;
}

/** Fields that drift detection leaves alone. */
export interface IgnoreRule {
  /** JSON pointers of the fields. */
  readonly paths: readonly string[];
  /** Objects concerned; default: all. */
  readonly target?: ObjectSelector;
}

/** Changes name, tag or digest of a container image. */
export interface ImageEdit {
  /** Image name to look for, without tag. */
  readonly name: string;
  /** Name to write instead. */
  readonly newName?: string;
  /** Tag to write instead. */
  readonly newTag?: string;
  /** Digest to write instead of a tag. */
  readonly digest?: string;
}

/** One image. */
export interface ImageRef {
  /** Name without tag. */
  readonly name: string;
  /** Tag. */
  readonly tag: string;
  /** Digest. */
  readonly digest?: string;
}

/** One applied object. */
export interface InventoryEntry {
  /** Identity as <namespace>_<name>_<group>_<kind>. */
  readonly id: string;
  /** API version it was applied with. */
  readonly v: string;
}

/** How to reach the cluster that objects are applied to. */
export interface KubeConfigReference {
  /** ConfigMap with the address and cloud provider, for access without stored credentials. */
  readonly configMapRef?: LocalObjectReference;
  /** Secret with a kubeconfig; default key: "value", then "value.yaml". */
  readonly secretRef?: SecretKeyReference;
}

/** Names an object in the same namespace. */
export interface LocalObjectReference {
  /** Name of the object. */
  readonly name: string;
}

/** Selects namespaces by label. */
export interface NamespaceSelector {
  /** Labels a namespace must have; none means every namespace. */
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/** Names an object of any kind in this or another namespace. */
export interface NamespacedObjectKindReference {
  /** API version of the object; default: the first one that serves the kind. */
  readonly apiVersion?: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object; default: the namespace of the object that refers to it. */
  readonly namespace?: string;
}

/** Names an object in this or another namespace. */
export interface NamespacedObjectReference {
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object; default: the namespace of the object that refers to it. */
  readonly namespace?: string;
}

/** Selects objects; every field given must match. */
export interface ObjectSelector {
  /** API group, as an anchored regular expression. */
  readonly group?: string;
  /** API version, as an anchored regular expression. */
  readonly version?: string;
  /** Kind, as an anchored regular expression. */
  readonly kind?: string;
  /** Name, as an anchored regular expression. */
  readonly name?: string;
  /** Namespace, as an anchored regular expression. */
  readonly namespace?: string;
  /** Label selector expression. */
  readonly labelSelector?: string;
  /** Annotation selector expression, in the form of label selectors. */
  readonly annotationSelector?: string;
}

/** An identity accepted in keyless signatures. */
export interface OidcIdentityMatch {
  /** Regular expression for the issuer. */
  readonly issuer: string;
  /** Regular expression for the subject. */
  readonly subject: string;
}

/** Compares the origin of a request in exactly one way. */
export interface OriginMatch {
  /** The whole origin. */
  readonly exact?: string;
  /** How it begins. */
  readonly prefix?: string;
  /** Regular expression for it. */
  readonly regex?: string;
}

/** A patch and the objects it changes. */
export interface PatchEdit {
  /** Strategic merge patch or list of JSON 6902 operations, as YAML. */
  readonly patch: string;
  /** Objects to change; default: the one a strategic merge patch names. */
  readonly target?: ObjectSelector;
}

/** Compares the value of a query parameter in at most one way. */
export interface QueryMatch {
  /** The whole value. */
  readonly exact?: string;
  /** How it begins. */
  readonly prefix?: string;
  /** Regular expression for it. */
  readonly regex?: string;
}

/** Objects to reconcile when the webhook is called. */
export interface ReceiverResource {
  /** API version of the objects. */
  readonly apiVersion?: string;
  /** Kind of the objects. */
  readonly kind: 'Bucket' | 'GitRepository' | 'Kustomization' | 'HelmRelease' | 'HelmChart' | 'HelmRepository' | 'ImageRepository' | 'ImagePolicy' | 'ImageUpdateAutomation' | 'OCIRepository' | 'ArtifactGenerator' | 'ExternalArtifact';
  /** Name of one object, or * for all of the kind. */
  readonly name: string;
  /** Namespace of the objects; default: that of this object. */
  readonly namespace?: string;
  /** Labels the objects must have; only with name: *. */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** CEL expression over "req" and "res" that narrows the objects down. */
  readonly filter?: string;
}

/** Objects applied and owned. */
export interface ResourceInventory {
  /** One entry for each object. */
  readonly entries: readonly InventoryEntry[];
}

/** Names one key of a Secret in the same namespace. */
export interface SecretKeyReference {
  /** Name of the Secret. */
  readonly name: string;
  /** Key in the Secret. */
  readonly key?: string;
}

/** Compares a text in at most one way. */
export interface StringMatch {
  /** The whole text. */
  readonly exact?: string;
  /** How it begins. */
  readonly prefix?: string;
  /** Regular expression for it. */
  readonly regex?: string;
}
