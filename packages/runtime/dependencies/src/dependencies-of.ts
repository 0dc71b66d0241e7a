import type { ReconcileKey } from '@gotk/controller-runtime';
import type { DependencyReference } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';

/** An object that may name others of its kind in `spec.dependsOn`. */
export interface Dependent extends KubeObject {
  readonly spec: { readonly dependsOn?: readonly DependencyReference[] };
}

/** A dependency and the expression that says when it is ready. */
export interface Dependency extends ReconcileKey {
  /** CEL over `self` and `dep`; absent: the kind's own check alone. */
  readonly readyExpr: string | undefined;
}

/** What an object depends on; names without a namespace are in its own. */
export function dependenciesOf({ metadata, spec }: Dependent): readonly Dependency[] {
  return (spec.dependsOn ?? []).map(({ name, namespace = '', readyExpr = '' }) => ({
    namespace: namespace === '' ? (metadata.namespace ?? '') : namespace,
    name,
    readyExpr: readyExpr === '' ? undefined : readyExpr,
  }));
}
