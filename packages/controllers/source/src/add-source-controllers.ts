import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactStore } from '@gotk/artifact-store';
import type { Manager } from '@gotk/controller-runtime';
import type { GitClient } from '@gotk/git';
import { createDispatcherPool, type DispatcherPool } from '@gotk/http';
import { publicTrustedRoot, type TrustedRootSource } from '@gotk/oci-signatures';
import { createCloudLogins } from './access/cloud-logins.js';
import { createGithubAppTokens } from './access/github-app-tokens.js';
import { bucketController } from './bucket/bucket-controller.js';
import { gitRepositoryController } from './git-repository/git-repository-controller.js';
import { helmChartController } from './helm-chart/helm-chart-controller.js';
import { createIndexCache, DEFAULT_INDEX_CACHE, type IndexCacheOptions } from './helm-chart/repository/index-cache.js';
import { DEFAULT_HELM_LIMITS, type HelmLimits } from './helm-limits.js';
import { helmRepositoryController } from './helm-repository/helm-repository-controller.js';
import { ociRepositoryController } from './oci-repository/oci-repository-controller.js';

/** What the controllers of sources work with. The caller closes what it has given after the manager has stopped. */
export interface SourceControllerOptions {
  readonly store: ArtifactStore;
  readonly git: GitClient;
  /** Connections to registries, web servers and APIs that give out credentials. Default: the controllers' own. */
  readonly http?: DispatcherPool;
  /** `--requeue-dependency` @default 30000 */
  readonly requeueDependencyMs?: number;
  /** `--token-cache-max-size` @default 100 */
  readonly tokenCacheMaxSize?: number;
  /** `--token-cache-max-duration` @default 3600000 */
  readonly tokenCacheMaxDurationMs?: number;
  /** What keyless signatures are trusted by. Default: the root of Sigstore's public instance, fetched when it is needed. */
  readonly trustedRoot?: TrustedRootSource;
  /** What is left out of them has Flux's default. */
  readonly helmLimits?: Partial<HelmLimits>;
  /** What is left out of it has Flux's default: nothing is kept. */
  readonly helmCache?: Partial<IndexCacheOptions>;
  /** Variables that tell who this process is on a cloud. Default: the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly nowMs?: () => number;
}

/** What the controllers of sources hold open beyond the manager. */
export interface SourceControllers {
  /** To be called after the manager has stopped. */
  close(): Promise<void>;
}

/** Adds the controllers of all kinds of sources to a manager, before it starts. */
export function addSourceControllers(manager: Manager, options: SourceControllerOptions): SourceControllers {
  const { store, git, requeueDependencyMs = 30_000, nowMs = Date.now } = options;
  const { tokenCacheMaxSize: maxTokens = 100, tokenCacheMaxDurationMs: maxAgeMs = 3_600_000 } = options;
  const pool = options.http ?? createDispatcherPool();
  const githubTokens = createGithubAppTokens({ pool, nowMs, maxTokens, maxAgeMs });
  const trustedRoot = options.trustedRoot ?? publicTrustedRoot({ cacheFolder: join(tmpdir(), '.sigstore'), nowMs });
  const helmLimits = { ...DEFAULT_HELM_LIMITS, ...options.helmLimits };
  const indexCache = createIndexCache({ ...DEFAULT_INDEX_CACHE, ...options.helmCache }, nowMs);
  const cloudLogins = createCloudLogins({
    pool,
    env: options.env ?? process.env,
    nowMs,
    maxLogins: maxTokens,
    maxAgeMs,
  });
  const shared = { store, git, http: pool, githubTokens, cloudLogins, requeueDependencyMs, nowMs };
  const deps = { ...shared, helmLimits, indexCache, trustedRoot };
  manager.add(gitRepositoryController(deps));
  manager.add(ociRepositoryController(deps));
  manager.add(helmRepositoryController(deps));
  manager.add(helmChartController(deps));
  manager.add(bucketController(deps));
  return {
    async close(): Promise<void> {
      if (options.http === undefined) await pool.close();
    },
  };
}
