import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import type { HelmRelease } from '@gotk/flux-types';

/**
 * Why a dependency holds its dependents up: it has not said of its present generation that it is ready.
 * @returns Flux's text, or `undefined` when it is fine.
 */
export function dependencyProblem(dependency: HelmRelease): string | undefined {
  const { metadata, status } = dependency;
  const isReady = hasConditionStatus(parseConditions(dependency), { type: 'Ready', status: 'True' });
  if (isReady && status?.observedGeneration === metadata.generation) return undefined;
  return `dependency '${metadata.namespace}/${metadata.name}' is not ready`;
}
