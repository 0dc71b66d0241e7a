import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiServer, createApiServer, type PodPlan } from '@gotk/apiserver';
import { type ArtifactServer, type ArtifactStore, createArtifactStore, serveArtifacts } from '@gotk/artifact-store';
import { createManager, type Manager } from '@gotk/controller-runtime';
import { createEventRecorder } from '@gotk/events';
import { fluxCrds } from '@gotk/flux-types';
import { createGitClient } from '@gotk/git';
import { addHelmController } from '@gotk/helm-controller';
import type { JsonObject } from '@gotk/json';
import { createKubeClient, type KubeClient } from '@gotk/kube-client';
import { addKustomizeController } from '@gotk/kustomize-controller';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { addSourceControllers } from '@gotk/source-controller';
import { Registry } from './registry.js';
import { Repositories } from './repositories.js';
import { WebServer } from './web-server.js';

/** The interval for missing dependencies that the recording was made with. */
const REQUEUE_DEPENDENCY_MS = 3000;
/** How often Flux looks at hooks. */
const HOOK_POLL_INTERVAL_MS = 5000;
/** A home directory as long as that of the recording: SOPS' errors are wrapped with it in them. */
const HOME = '/root';

/** A cluster with our controllers, a Git server and an events address: what a scenario is replayed on. */
export class Environment {
  readonly client: KubeClient;
  readonly repositories: Repositories;
  readonly registry: Registry;
  readonly web: WebServer;
  readonly store: ArtifactStore;
  /** Bodies that the controllers posted. */
  readonly posted: JsonObject[];
  readonly manager: Manager;
  readonly #close: () => Promise<void>;
  readonly #artifacts: ArtifactServer;

  private constructor(parts: {
    readonly client: KubeClient;
    readonly repositories: Repositories;
    readonly registry: Registry;
    readonly web: WebServer;
    readonly store: ArtifactStore;
    readonly posted: JsonObject[];
    readonly manager: Manager;
    readonly artifacts: ArtifactServer;
    readonly close: () => Promise<void>;
  }) {
    this.client = parts.client;
    this.repositories = parts.repositories;
    this.registry = parts.registry;
    this.web = parts.web;
    this.store = parts.store;
    this.posted = parts.posted;
    this.manager = parts.manager;
    this.#artifacts = parts.artifacts;
    this.#close = parts.close;
  }

  /** Starts everything for one scenario. */
  static async start(name: string): Promise<Environment> {
    const folder = mkdtempSync(join(tmpdir(), 'flux-conformance-'));
    const repositories = new Repositories(folder);
    await repositories.start();
    const registry = new Registry();
    await registry.start();
    const web = new WebServer();
    await web.start();
    const server = await createApiServer({ planPod });
    const client = createKubeClient(server.transport());
    await prepareCluster(client, [name, 'flux-system']);
    const artifacts = await serveArtifacts({ root: join(folder, 'data') });
    const store = await createArtifactStore({ root: join(folder, 'data'), address: () => artifacts.address });
    const sink = await startSink();
    const events = createEventRecorder({ client, eventsAddress: sink.url });
    const manager = createManager({
      client,
      controllerName: 'flux',
      events,
      concurrency: 4,
      intervalJitterPercentage: 0,
    });
    const git = createGitClient({ temporaryFolder: folder });
    const controllers = addSourceControllers(manager, { store, git, requeueDependencyMs: REQUEUE_DEPENDENCY_MS });
    addKustomizeController(manager, {
      client,
      artifacts: store,
      requeueDependencyMs: REQUEUE_DEPENDENCY_MS,
      homeDirectory: HOME,
      ...multiTenancy(name),
    });
    addHelmController(manager, {
      client,
      artifacts: store,
      requeueDependencyMs: REQUEUE_DEPENDENCY_MS,
      hookPollIntervalMs: HOOK_POLL_INTERVAL_MS,
      featureGates: { CancelHealthCheckOnNewRevision: false },
      ...multiTenancy(name),
    });
    const stop = new AbortController();
    const running = manager.start(stop.signal);
    const close = async (): Promise<void> => {
      stop.abort();
      await running;
      await git.close();
      await controllers.close();
      await closeAll({ server, sink, artifacts, repositories });
      await registry.close();
      await web.close();
      rmSync(folder, { recursive: true, force: true });
    };
    const { posted } = sink;
    return new Environment({ client, repositories, registry, web, store, posted, manager, artifacts, close });
  }

  /** Replaces the addresses of this environment by the placeholders of the corpus. */
  normalize(text: string): string {
    return this.registry
      .normalize(text)
      .replaceAll(`${HOME}/.`, '<HOME>/.')
      .replaceAll(this.repositories.address, '<HTTP>')
      .replaceAll(this.web.address, '<HTTP>')
      .replaceAll(this.#artifacts.address, '<STORAGE>');
  }

  /** Replaces the placeholders of the corpus by the addresses of this environment. */
  localize(text: string): string {
    return this.registry
      .localize(text)
      .replaceAll('<HTTP>/www/', `${this.web.address}/www/`)
      .replaceAll('<HTTP>', this.repositories.address)
      .replaceAll('<STORAGE>', this.#artifacts.address);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

async function prepareCluster(client: KubeClient, namespaces: readonly string[]): Promise<void> {
  for (const crd of fluxCrds()) await client.create(crd as KubeObject);
  for (const name of namespaces) await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

/** Pods as the recording's stand-in for kubelets had them: their images say how they end. */
function planPod(pod: KubeObject): PodPlan {
  const images = JSON.stringify(fieldOf(pod, 'spec', 'containers') ?? []);
  const outcome = images.includes('never') ? 'pending' : images.includes('fail') ? 'fail' : 'run';
  return { outcome, afterMs: 200 };
}

/** Flags of the scenarios about tenants. */
function multiTenancy(name: string): {
  readonly noCrossNamespaceRefs?: boolean;
  readonly defaultServiceAccount?: string;
} {
  return name.startsWith('mt-') ? { noCrossNamespaceRefs: true, defaultServiceAccount: 'default' } : {};
}

interface Sink {
  readonly url: string;
  readonly posted: JsonObject[];
  close(): Promise<void>;
}

/** Takes the events that controllers post. */
async function startSink(): Promise<Sink> {
  const posted: JsonObject[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posted.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    posted,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function closeAll({
  server,
  sink,
  artifacts,
  repositories,
}: {
  readonly server: ApiServer;
  readonly sink: Sink;
  readonly artifacts: ArtifactServer;
  readonly repositories: Repositories;
}): Promise<void> {
  await server.close();
  await sink.close();
  await artifacts.close();
  await repositories.close();
}
