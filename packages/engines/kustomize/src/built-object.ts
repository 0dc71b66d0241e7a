import type { KubeObject } from '@gotk/objects';

/** Where an object was written. */
export interface ObjectOrigin {
  /** Path in the tree, or the URL of a remote file. */
  readonly file: string;
  /** 1-based line on which the object's document starts. */
  readonly line: number;
  /** 0-based index of the document in the file. */
  readonly document: number;
  /** The repository, for objects of a remote base. */
  readonly repository?: string;
}

/** One step of one layer that changed an object. */
export interface ObjectChange {
  /** The kustomization file (or configuration of a transformer) that asked for it. */
  readonly file: string;
  readonly line?: number;
  /** What it was: `patches[0]`, `namespace`, `images`, … */
  readonly step: string;
}

/** One object of a build. Its forms are made when first read. */
export interface BuiltObject {
  /** As plain JSON values, shared: copy before changing. */
  readonly object: KubeObject;
  /** The document as kustomize prints it, without a separator. */
  readonly yaml: string;
  /** Whether its kind is known to have no namespaces. */
  readonly clusterScoped: boolean;
  readonly origin: ObjectOrigin | undefined;
  /** In the order of the build; empty unless the build was asked to explain. */
  readonly changes: readonly ObjectChange[];
}

/** What a build gives. */
export interface KustomizeBuildResult {
  readonly objects: readonly BuiltObject[];
  /** Deprecation notices and the like, as kustomize prints them on standard error. */
  readonly warnings: readonly string[];
}
