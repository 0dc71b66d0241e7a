import type { ArtifactOpener, ArtifactStore } from '@gotk/artifact-store';

/** What the story of generators works with, besides the Kubernetes API. */
export interface WatcherDeps {
  readonly store: ArtifactStore;
  /** Opens the artifacts of sources. */
  readonly artifacts: ArtifactOpener;
  readonly requeueDependencyMs: number;
  readonly noCrossNamespaceRefs: boolean;
  /** Reads sources from the API itself rather than from a watch. */
  readonly directSourceFetch: boolean;
}
