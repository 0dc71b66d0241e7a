import type { ArtifactStore } from '@gotk/artifact-store';
import type { GitClient } from '@gotk/git';
import type { GithubAppTokens } from './access/github-app-tokens.js';

/** What the stories of sources work with, besides the Kubernetes API. */
export interface SourceDeps {
  readonly store: ArtifactStore;
  readonly git: GitClient;
  readonly githubTokens: GithubAppTokens;
  /** Until a source that waits for another one looks again, unless it is woken before. */
  readonly requeueDependencyMs: number;
}
