import type { ArtifactOpener, ArtifactStore } from '@gotk/artifact-store';
import { type Manager, resolveFeatureGates } from '@gotk/controller-runtime';
import { artifactGeneratorController } from './artifact-generator/artifact-generator-controller.js';

/** The feature gates of the source-watcher, with Flux's defaults. */
export const SOURCE_WATCHER_FEATURE_GATES = { DirectSourceFetch: false } as const;

/** The controller's flags, with Flux's defaults, and what it stands on. */
export interface SourceWatcherOptions {
  /** Takes the artifacts that are made. */
  readonly store: ArtifactStore;
  /** Opens the artifacts of sources. Default: the store. */
  readonly artifacts?: ArtifactOpener;
  /** `--concurrent` @default 10 */
  readonly concurrent?: number;
  /** `--requeue-dependency` @default 5000 */
  readonly requeueDependencyMs?: number;
  /** `--no-cross-namespace-refs` @default false */
  readonly noCrossNamespaceRefs?: boolean;
  /** `--feature-gates`: `DirectSourceFetch`. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
}

/**
 * Adds the controller of ArtifactGenerators to a manager, before it starts.
 * @throws Error for a feature gate that does not exist.
 */
export function addSourceWatcher(manager: Manager, options: SourceWatcherOptions): void {
  const { store, artifacts = store, concurrent = 10 } = options;
  const gates = resolveFeatureGates(SOURCE_WATCHER_FEATURE_GATES, options.featureGates);
  const deps = {
    store,
    artifacts,
    requeueDependencyMs: options.requeueDependencyMs ?? 5_000,
    noCrossNamespaceRefs: options.noCrossNamespaceRefs ?? false,
    directSourceFetch: gates.DirectSourceFetch,
  };
  manager.add(artifactGeneratorController(deps, concurrent));
}
