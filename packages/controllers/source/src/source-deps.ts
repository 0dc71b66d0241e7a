import type { ArtifactStore } from '@gotk/artifact-store';
import type { GitClient } from '@gotk/git';
import type { DispatcherPool } from '@gotk/http';
import type { TrustedRootSource } from '@gotk/oci-signatures';
import type { CloudLogins } from './access/cloud-logins.js';
import type { GithubAppTokens } from './access/github-app-tokens.js';
import type { IndexCache } from './helm-chart/repository/index-cache.js';
import type { HelmLimits } from './helm-limits.js';

/** What the stories of sources work with, besides the Kubernetes API. */
export interface SourceDeps {
  readonly store: ArtifactStore;
  readonly git: GitClient;
  /** Connections to registries and web servers. */
  readonly http: DispatcherPool;
  readonly helmLimits: HelmLimits;
  readonly indexCache: IndexCache;
  /** What keyless signatures are trusted by, where the object names nothing else. */
  readonly trustedRoot: TrustedRootSource;
  readonly githubTokens: GithubAppTokens;
  readonly cloudLogins: CloudLogins;
  /** Until a source that waits for another one looks again, unless it is woken before. */
  readonly requeueDependencyMs: number;
  readonly nowMs: () => number;
}
