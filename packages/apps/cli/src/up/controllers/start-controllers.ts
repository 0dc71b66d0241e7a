import { type ArtifactStore, createArtifactStore, serveArtifacts } from '@gotk/artifact-store';
import { createManager, type Informers, type Logger, type Manager, type ReconcileKey } from '@gotk/controller-runtime';
import { createEventRecorder } from '@gotk/events';
import type { GitClient } from '@gotk/git';
import { addHelmController, HELM_FEATURE_GATES } from '@gotk/helm-controller';
import { createDispatcherPool, type DispatcherPool, type RewriteUrl } from '@gotk/http';
import type { KubeClient } from '@gotk/kube-client';
import type { FetchRemote } from '@gotk/kustomize';
import { addKustomizeController, KUSTOMIZE_FEATURE_GATES } from '@gotk/kustomize-controller';
import { parseApiVersion } from '@gotk/objects';
import { addSourceControllers } from '@gotk/source-controller';
import { addSourceWatcher, SOURCE_WATCHER_FEATURE_GATES } from '@gotk/source-watcher';
import type { ClosingStack } from '../closing-stack.js';
import type { ControllerFlags } from '../up-options.js';
import { distributeGates } from './feature-gates.js';
import { findController } from './known-controllers.js';

/** The controllers of this process. */
export interface Controllers {
  readonly informers: Informers;
  /** Kinds that they reconcile. */
  readonly handledKinds: ReadonlySet<string>;
  /** As an installation names them: `source-controller` … */
  readonly names: readonly string[];
  /** Re-queues one object now. */
  enqueue(kind: string, key: ReconcileKey): void;
}

export interface StartControllersOptions {
  readonly client: KubeClient;
  readonly git: GitClient;
  /** Where sources are asked instead of at their own addresses. */
  readonly rewrite: RewriteUrl;
  readonly flags: ControllerFlags;
  /** Folder of the artifact store. */
  readonly artifactsDir: string;
  readonly log: Logger;
  /** Told when the controllers end by themselves, which only a defect makes them do. */
  readonly onFailure: (error: unknown) => void;
}

/** Starts every controller there is, over shared watches; resolves once they work. */
export async function startControllers(
  { client, git, rewrite, flags, artifactsDir, log, onFailure }: StartControllersOptions,
  closing: ClosingStack,
): Promise<Controllers> {
  const server = await serveArtifacts({ root: artifactsDir });
  closing.push(() => server.close());
  const store = await createArtifactStore({
    root: artifactsDir,
    address: () => server.address,
    digestAlgorithm: flags.artifactDigestAlgorithm,
  });
  const concurrency = flags.concurrent === undefined ? {} : { concurrency: flags.concurrent };
  const events = createEventRecorder({ client });
  const manager = createManager({ client, controllerName: 'flux', events, log, ...concurrency });
  const http = createDispatcherPool({ rewrite });
  closing.push(() => http.close());
  // Made by the controller of ArtifactGenerators.
  const handledKinds = new Set<string>(['ExternalArtifact']);
  const names = new Set<string>();
  const adding = noteKinds(manager, { kinds: handledKinds, names });
  addAll(adding, { client, flags, store, git, http, fetchRemote: remoteBases(rewrite) });
  run(manager, onFailure, closing);
  await manager.whenReady();
  return {
    informers: manager.informers,
    handledKinds,
    names: [...names],
    enqueue: (kind, key) => manager.enqueue(kind, key),
  };
}

interface AddOptions {
  readonly client: KubeClient;
  readonly flags: ControllerFlags;
  readonly store: ArtifactStore;
  readonly git: GitClient;
  readonly http: DispatcherPool;
  readonly fetchRemote: FetchRemote;
}

/** @throws Error for a feature gate that no controller has. */
function addAll(manager: Manager, { client, flags, store, git, http, fetchRemote }: AddOptions): void {
  // Flux's installer turns it on with the source-watcher.
  const gates = distributeGates({ ExternalArtifact: true, ...flags.featureGates }, GATES);
  const { requeueDependencyMs, concurrent, sopsAgeSecret, helmSources, ...shared } = flags;
  const pace = {
    ...(requeueDependencyMs !== undefined && { requeueDependencyMs }),
    ...(concurrent !== undefined && { concurrent }),
  };
  const ageSecret = sopsAgeSecret === '' ? {} : { sopsAgeSecret: { namespace: FLUX_NAMESPACE, name: sopsAgeSecret } };
  const applying = { client, artifacts: store, ...shared, ...pace };
  addSourceControllers(manager, { store, git, http, ...helmSources, ...pace });
  const { noCrossNamespaceRefs } = flags;
  addSourceWatcher(manager, { store, noCrossNamespaceRefs, ...pace, featureGates: gates.watcher });
  addKustomizeController(manager, { ...applying, ...ageSecret, fetchRemote, featureGates: gates.kustomize });
  addHelmController(manager, { ...applying, featureGates: gates.helm });
}

const FLUX_NAMESPACE = 'flux-system';
const GATES = {
  watcher: SOURCE_WATCHER_FEATURE_GATES,
  kustomize: KUSTOMIZE_FEATURE_GATES,
  helm: HELM_FEATURE_GATES,
};

/** Loaded when the first Kustomization names a remote base. */
function remoteBases(rewrite: RewriteUrl): FetchRemote {
  return async (request, signal) => {
    const { remoteBaseFetcher } = await import('../../commands/kustomize/fetch-remote-base.js');
    return remoteBaseFetcher({ rewrite })(request, signal);
  };
}

/** The manager, which also notes the kinds that it gets controllers for, and who these are in an installation. */
function noteKinds(
  manager: Manager,
  { kinds, names }: { readonly kinds: Set<string>; readonly names: Set<string> },
): Manager {
  return {
    informers: manager.informers,
    add(definition) {
      kinds.add(definition.kind.kind);
      const known = findController(parseApiVersion(definition.kind.apiVersion).group);
      if (known !== undefined) names.add(known.name);
      manager.add(definition);
    },
    start: (signal) => manager.start(signal),
    isReady: () => manager.isReady(),
    whenReady: () => manager.whenReady(),
    enqueue: (kind, key) => manager.enqueue(kind, key),
  };
}

function run(manager: Manager, onFailure: (error: unknown) => void, closing: ClosingStack): void {
  const stop = new AbortController();
  const stopped = manager.start(stop.signal).catch(onFailure);
  closing.push(async () => {
    stop.abort();
    await stopped;
  });
}
