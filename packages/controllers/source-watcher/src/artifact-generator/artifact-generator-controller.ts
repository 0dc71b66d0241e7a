import type { ControllerDefinition } from '@gotk/controller-runtime';
import type { ArtifactGenerator } from '@gotk/flux-types';
import type { WatcherDeps } from '../watcher-deps.js';
import { finalizeGenerator } from './finalize.js';
import { ARTIFACT_GENERATOR, CONTROLLER_NAME } from './kinds.js';
import { isDisabled, parseArtifactGenerator } from './parse-artifact-generator.js';
import { reconcileGenerator } from './reconcile.js';
import { concludeGenerator } from './status.js';
import { generatorIndexes, generatorWatches } from './watches.js';

/** The controller of ArtifactGenerators. */
export function artifactGeneratorController(
  deps: WatcherDeps,
  concurrency: number,
): ControllerDefinition<ArtifactGenerator> {
  return {
    kind: ARTIFACT_GENERATOR,
    controllerName: CONTROLLER_NAME,
    finalizer: 'source.extensions.fluxcd.io/finalizer',
    fieldOwner: CONTROLLER_NAME,
    ownedConditions: ['Ready', 'Reconciling', 'Stalled'],
    concurrency,
    parse: parseArtifactGenerator,
    isSuspended: isDisabled,
    indexes: generatorIndexes,
    watches: generatorWatches,
    reconcile: (context) => reconcileGenerator(deps, context),
    finalize: (context) => finalizeGenerator(deps, context),
    conclude: concludeGenerator,
  };
}
