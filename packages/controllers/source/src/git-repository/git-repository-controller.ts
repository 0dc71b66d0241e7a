import type { ControllerDefinition } from '@gotk/controller-runtime';
import { concludeSource, GIT_REPOSITORY_CONDITIONS } from '../conditions/conclude-source.js';
import type { SourceDeps } from '../source-deps.js';
import { finalizeGitRepository } from './finalize.js';
import { GIT_REPOSITORY } from './git-repository-kind.js';
import { type GitRepository, parseGitRepository } from './parse-git-repository.js';
import { reconcileGitRepository } from './reconcile.js';
import { gitRepositoryWatches } from './watches.js';

/** The controller of GitRepositories. */
export function gitRepositoryController(deps: SourceDeps): ControllerDefinition<GitRepository> {
  return {
    kind: GIT_REPOSITORY,
    controllerName: 'source-controller',
    finalizer: 'finalizers.fluxcd.io',
    fieldOwner: 'source-controller',
    ownedConditions: GIT_REPOSITORY_CONDITIONS.owned,
    parse: parseGitRepository,
    watches: gitRepositoryWatches,
    reconcile: (context) => reconcileGitRepository(deps, context),
    finalize: (context) => finalizeGitRepository(deps, context),
    conclude: concludeSource(GIT_REPOSITORY_CONDITIONS),
  };
}
