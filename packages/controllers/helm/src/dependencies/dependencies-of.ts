import type { ReconcileKey } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';

/** A dependency and the expression that says when it is ready. */
export interface Dependency extends ReconcileKey {
  readonly readyExpr: string | undefined;
}

/** What a HelmRelease depends on; names without a namespace are in its own. */
export function dependenciesOf({ metadata, spec }: HelmRelease): readonly Dependency[] {
  return (spec.dependsOn ?? []).map(({ name, namespace = '', readyExpr = '' }) => ({
    namespace: namespace === '' ? (metadata.namespace ?? '') : namespace,
    name,
    readyExpr: readyExpr === '' ? undefined : readyExpr,
  }));
}
