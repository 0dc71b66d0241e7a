import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import type { FileTree } from '@gotk/file-tree';
import type { ArtifactGenerator } from '@gotk/flux-types';
import type { WatcherDeps } from '../../watcher-deps.js';
import type { ObservedSources } from './observe-sources.js';

/** Alias → the files of the source. */
export type SourceTrees = ReadonlyMap<string, FileTree>;

/** Opens the artifacts of all sources. */
export async function fetchSources(
  { artifacts, requeueDependencyMs }: WatcherDeps,
  { signal }: ReconcileContext<ArtifactGenerator>,
  sources: ObservedSources,
): Promise<SourceTrees> {
  try {
    const opening = [...sources].map(
      async ([alias, artifact]) => [alias, await artifacts.open(artifact, signal)] as const,
    );
    return new Map(await Promise.all(opening));
  } catch (cause) {
    if (signal.aborted) throw cause;
    const message = `fetch sources failed: ${cause instanceof Error ? cause.message : cause}`;
    throw new Halt({ kind: 'retry', message, requeueAfterMs: requeueDependencyMs, cause });
  }
}
