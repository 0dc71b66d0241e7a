import type { ControllerDefinition } from '@gotk/controller-runtime';
import { concludeSource, OCI_REPOSITORY_CONDITIONS } from '../conditions/conclude-source.js';
import type { SourceDeps } from '../source-deps.js';
import { finalizeOciRepository } from './finalize.js';
import { OCI_REPOSITORY } from './oci-repository-kind.js';
import { type OciRepository, parseOciRepository } from './parse-oci-repository.js';
import { reconcileOciRepository } from './reconcile.js';

/** The controller of OCIRepositories. */
export function ociRepositoryController(deps: SourceDeps): ControllerDefinition<OciRepository> {
  return {
    kind: OCI_REPOSITORY,
    controllerName: 'source-controller',
    finalizer: 'finalizers.fluxcd.io',
    fieldOwner: 'source-controller',
    ownedConditions: OCI_REPOSITORY_CONDITIONS.owned,
    parse: parseOciRepository,
    reconcile: (context) => reconcileOciRepository(deps, context),
    finalize: (context) => finalizeOciRepository(deps, context),
    conclude: concludeSource(OCI_REPOSITORY_CONDITIONS),
  };
}
