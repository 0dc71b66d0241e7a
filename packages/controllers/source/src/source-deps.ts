import type { ArtifactStore } from '@gotk/artifact-store';
import type { GitClient } from '@gotk/git';

/** What the stories of sources work with, besides the Kubernetes API. */
export interface SourceDeps {
  readonly store: ArtifactStore;
  readonly git: GitClient;
  /** Until a source that waits for another one looks again, unless it is woken before. */
  readonly requeueDependencyMs: number;
}
