import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import type { Kustomization } from '@gotk/flux-types';
import { sourceKey } from '../kustomization/steps/resolve-source.js';

/** What a dependency is judged against. */
export interface DependencyCheck {
  readonly dependent: Kustomization;
  readonly dependency: Kustomization;
  /** Revision of the dependent's source. */
  readonly revision: string;
}

/**
 * Why a dependency holds its dependent up: it is not ready, or it has not yet applied the revision that both are made from.
 * @returns Flux's text, or `undefined` when it is fine.
 */
export function dependencyProblem({ dependent, dependency, revision }: DependencyCheck): string | undefined {
  const { namespace, name, generation } = dependency.metadata;
  const subject = `dependency '${namespace}/${name}'`;
  const conditions = parseConditions(dependency);
  const observed = conditions.length > 0 && dependency.status?.observedGeneration === generation;
  if (!observed || !hasConditionStatus(conditions, { type: 'Ready', status: 'True' })) return `${subject} is not ready`;
  const sameSource = isSameSource(dependent, dependency);
  if (sameSource && dependency.status?.lastAppliedRevision !== revision) {
    return `${subject} revision is not up to date`;
  }
  return undefined;
}

function isSameSource(a: Kustomization, b: Kustomization): boolean {
  const [one, other] = [sourceKey(a), sourceKey(b)];
  return one.kind === other.kind && one.namespace === other.namespace && one.name === other.name;
}
