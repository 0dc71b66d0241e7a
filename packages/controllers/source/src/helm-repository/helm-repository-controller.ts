import type { ControllerDefinition } from '@gotk/controller-runtime';
import { concludeSource, HELM_REPOSITORY_CONDITIONS } from '../conditions/conclude-source.js';
import type { SourceDeps } from '../source-deps.js';
import { finalizeHelmRepository } from './finalize.js';
import { HELM_REPOSITORY } from './helm-repository-kind.js';
import { type HelmRepository, isRegistry, parseHelmRepository } from './parse-helm-repository.js';
import { reconcileHelmRepository } from './reconcile.js';

/** The controller of HelmRepositories. One that stands for a registry is only read by those that refer to it. */
export function helmRepositoryController(deps: SourceDeps): ControllerDefinition<HelmRepository> {
  return {
    kind: HELM_REPOSITORY,
    controllerName: 'source-controller',
    finalizer: 'finalizers.fluxcd.io',
    fieldOwner: 'source-controller',
    ownedConditions: HELM_REPOSITORY_CONDITIONS.owned,
    parse: parseHelmRepository,
    isStatic: isRegistry,
    reconcile: (context) => reconcileHelmRepository(deps, context),
    finalize: (context) => finalizeHelmRepository(deps, context),
    conclude: concludeSource(HELM_REPOSITORY_CONDITIONS),
  };
}
