import type { ReconcileContext } from '@gotk/controller-runtime';
import type { ArtifactGenerator } from '@gotk/flux-types';
import type { WatcherDeps } from '../watcher-deps.js';
import { removeArtifacts } from './steps/remove-artifacts.js';

/** Removes everything that a generator made, before it goes itself. */
export function finalizeGenerator(deps: WatcherDeps, context: ReconcileContext<ArtifactGenerator>): Promise<void> {
  return removeArtifacts(deps, context, context.object.status?.inventory ?? []);
}
