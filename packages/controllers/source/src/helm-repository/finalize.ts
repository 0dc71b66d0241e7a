import type { ReconcileContext } from '@gotk/controller-runtime';
import { removeArtifacts } from '../artifact/remove-artifacts.js';
import type { SourceDeps } from '../source-deps.js';
import { HELM_REPOSITORY } from './helm-repository-kind.js';
import type { HelmRepository } from './parse-helm-repository.js';

/** Removes the index of a HelmRepository that is being deleted. */
export function finalizeHelmRepository(deps: SourceDeps, context: ReconcileContext<HelmRepository>): Promise<void> {
  return removeArtifacts(deps, context, HELM_REPOSITORY.kind);
}
