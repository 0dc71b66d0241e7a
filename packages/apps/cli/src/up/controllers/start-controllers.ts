import { createArtifactStore, serveArtifacts } from '@gotk/artifact-store';
import { createManager, type Informers, type Logger, type Manager, type ReconcileKey } from '@gotk/controller-runtime';
import { createEventRecorder } from '@gotk/events';
import type { GitClient } from '@gotk/git';
import { addHelmController } from '@gotk/helm-controller';
import { createDispatcherPool, type RewriteUrl } from '@gotk/http';
import type { KubeClient } from '@gotk/kube-client';
import type { FetchRemote } from '@gotk/kustomize';
import { addKustomizeController } from '@gotk/kustomize-controller';
import { parseApiVersion } from '@gotk/objects';
import { addSourceControllers } from '@gotk/source-controller';
import { addSourceWatcher } from '@gotk/source-watcher';
import type { ClosingStack } from '../closing-stack.js';
import type { HelmSourceOptions, TenancyOptions } from '../up-options.js';
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
  readonly tenancy: TenancyOptions;
  readonly helmSources: HelmSourceOptions;
  /** Folder of the artifact store. */
  readonly artifactsDir: string;
  readonly log: Logger;
  /** Told when the controllers end by themselves, which only a defect makes them do. */
  readonly onFailure: (error: unknown) => void;
}

/** Starts every controller there is, over shared watches; resolves once they work. */
export async function startControllers(
  { client, git, rewrite, tenancy, helmSources, artifactsDir, log, onFailure }: StartControllersOptions,
  closing: ClosingStack,
): Promise<Controllers> {
  const server = await serveArtifacts({ root: artifactsDir });
  closing.push(() => server.close());
  const store = await createArtifactStore({ root: artifactsDir, address: () => server.address });
  const manager = createManager({ client, controllerName: 'flux', events: createEventRecorder({ client }), log });
  const http = createDispatcherPool({ rewrite });
  closing.push(() => http.close());
  // Made by the controller of ArtifactGenerators.
  const handledKinds = new Set<string>(['ExternalArtifact']);
  const names = new Set<string>();
  const adding = noteKinds(manager, { kinds: handledKinds, names });
  addSourceControllers(adding, { store, git, http, ...helmSources });
  addSourceWatcher(adding, { store, noCrossNamespaceRefs: tenancy.noCrossNamespaceRefs });
  // Flux's installer turns it on with the source-watcher.
  const featureGates = { ExternalArtifact: true };
  const fetchRemote = remoteBases(rewrite);
  addKustomizeController(adding, { client, artifacts: store, featureGates, fetchRemote, ...tenancy });
  addHelmController(adding, { client, artifacts: store, featureGates, ...tenancy });
  run(manager, onFailure, closing);
  await manager.whenReady();
  return {
    informers: manager.informers,
    handledKinds,
    names: [...names],
    enqueue: (kind, key) => manager.enqueue(kind, key),
  };
}

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
