import type { ReconcileKey } from '@gotk/controller-runtime';
import type { DependencyReference, Kustomization } from '@gotk/flux-types';

/** A dependency and the expression that says when it is ready. */
export interface Dependency extends ReconcileKey {
  readonly readyExpr: string | undefined;
}

/** What a Kustomization depends on; names without a namespace are in its own. */
export function dependenciesOf({ metadata, spec }: Kustomization): readonly Dependency[] {
  return (spec.dependsOn ?? []).map(({ name, namespace = '', readyExpr = '' }: DependencyReference) => ({
    namespace: namespace === '' ? (metadata.namespace ?? '') : namespace,
    name,
    readyExpr: readyExpr === '' ? undefined : readyExpr,
  }));
}
