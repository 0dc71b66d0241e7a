import type { Diagnostic } from '@gotk/flux-types';

/** How far an object is. */
export type ProgressState =
  | 'ready'
  /** On its way. */
  | 'progressing'
  /** For something else that is not ready. */
  | 'waiting'
  | 'failed'
  | 'suspended'
  /** Nothing in this process reconciles its kind. */
  | 'unhandled';

/** One object in the tree of progress. */
export interface ProgressNode {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Whether it is an object of Flux, which says itself how far it is. */
  readonly isFlux: boolean;
  /** It is not in the cluster. */
  readonly isMissing: boolean;
  readonly state: ProgressState;
  /** Short form, such as `main@sha1:473fb30c`; empty where there is none. */
  readonly revision: string;
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly children: readonly ProgressNode[];
}

/** `Kind/namespace/name`. */
export function nodeId({ kind, namespace, name }: Pick<ProgressNode, 'kind' | 'namespace' | 'name'>): string {
  return [kind, namespace, name].filter((part) => part !== '').join('/');
}

/** Every node of the trees, parents before children. */
export function allNodes(roots: readonly ProgressNode[]): readonly ProgressNode[] {
  return roots.flatMap((node) => [node, ...allNodes(node.children)]);
}
