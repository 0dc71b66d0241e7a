import { type ApiServer, createApiServer } from '@gotk/apiserver';
import { parseConditions } from '@gotk/conditions';
import { createManager, type Manager, whenEstablished } from '@gotk/controller-runtime';
import type { EventRequest } from '@gotk/events';
import { type FileTree, memoryTree } from '@gotk/file-tree';
import { fluxCrd, type Kustomization, type KustomizationSpec } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { createKubeClient, expireAfter, type KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { fieldOf, type KindRef, type KubeObject, type ObjectKey } from '@gotk/objects';
import { addKustomizeController, type KustomizeControllerOptions } from '../add-kustomize-controller.js';
import { KUSTOMIZATION } from '../group.js';
import { kustomization } from './kustomization.js';

const GIT_REPOSITORY = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository' };
const NAMESPACE = 'ns';
const TIMEOUT_MS = 15_000;

type Files = Parameters<typeof memoryTree>[0];

/** An embedded API server with the kustomize-controller, and a source that tests fill by hand. */
export class TestCluster {
  readonly client: KubeClient;
  readonly events: EventRequest[] = [];
  readonly manager: Manager;
  readonly server: ApiServer;
  readonly #trees: Map<string, FileTree>;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  private constructor(server: ApiServer, options: Partial<KustomizeControllerOptions>) {
    this.server = server;
    this.client = createKubeClient(server.transport());
    this.#trees = new Map();
    const { client } = this;
    this.manager = createManager({
      client,
      controllerName: 'test',
      events: { record: (event) => void this.events.push(event), flush: async () => {} },
      intervalJitterPercentage: 0,
    });
    addKustomizeController(this.manager, {
      client,
      artifacts: { open: async ({ url }) => this.#open(url) },
      requeueDependencyMs: 60_000,
      ...options,
    });
    this.#running = this.manager.start(this.#stop.signal);
  }

  static async start(options: Partial<KustomizeControllerOptions> = {}): Promise<TestCluster> {
    const server = await createApiServer();
    const client = createKubeClient(server.transport());
    const crds = (['Kustomization', 'GitRepository', 'ExternalArtifact'] as const).map(
      (kind) => fluxCrd(kind) as KubeObject,
    );
    for (const crd of crds) await client.create(crd);
    const names = crds.map(({ metadata }) => metadata.name);
    await whenEstablished(client, names, expireAfter(TIMEOUT_MS));
    await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    return new TestCluster(server, options);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.server.close();
  }

  /** Makes these files the artifact of the GitRepository `app` (or another) at a revision. */
  async source(revision: string, files: Files, { name = 'app', namespace = NAMESPACE } = {}): Promise<void> {
    const url = `http://source/${namespace}/${name}/${revision}`;
    this.#trees.set(url, memoryTree(files));
    const key = { ...GIT_REPOSITORY, namespace, name };
    const spec = { interval: '1h', url: 'http://git/app' };
    await this.client.apply({ ...GIT_REPOSITORY, metadata: { namespace, name }, spec }, { fieldManager: 'test' });
    const artifact = { url, path: 'x', revision, digest: `sha256:${revision}`, lastUpdateTime: '2024-01-01T00:00:00Z' };
    await this.client.patch(key, { type: 'merge', body: { status: { artifact } } }, { subresource: 'status' });
  }

  /** Makes these files an ExternalArtifact of the same name. */
  async externalArtifact(revision: string, files: Files, name = 'app'): Promise<void> {
    const url = `http://source/external/${name}/${revision}`;
    this.#trees.set(url, memoryTree(files));
    const kind = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'ExternalArtifact' };
    const metadata = { namespace: NAMESPACE, name };
    await this.client.apply({ ...kind, metadata, spec: {} } as KubeObject, { fieldManager: 'test' });
    const artifact = { url, path: 'x', revision, digest: `sha256:${revision}`, lastUpdateTime: '2024-01-01T00:00:00Z' };
    const body = { status: { artifact } };
    await this.client.patch({ ...kind, ...metadata }, { type: 'merge', body }, { subresource: 'status' });
  }

  /** Forgets the files of a revision, as when its artifact was garbage collected. */
  loseArtifact(revision: string): void {
    this.#trees.delete(`http://source/${NAMESPACE}/app/${revision}`);
  }

  /** Applies a Kustomization. */
  apply(name: string, spec: Partial<KustomizationSpec> = {}, metadata: JsonObject = {}): Promise<KubeObject> {
    const object = kustomization(name, { targetNamespace: NAMESPACE, ...spec }, metadata);
    return this.client.apply(object as KubeObject, { fieldManager: 'test', force: true });
  }

  /** Applies any other object. */
  applyObject(object: KubeObject): Promise<KubeObject> {
    return this.client.apply(object, { fieldManager: 'test', force: true });
  }

  async get(name: string): Promise<Kustomization> {
    return this.client.get<Kustomization>({ ...KUSTOMIZATION, namespace: NAMESPACE, name });
  }

  find(kind: KindRef, name: string, namespace: string | undefined = NAMESPACE): Promise<KubeObject | undefined> {
    return this.client.find({ ...kind, namespace, name });
  }

  /** Waits until an object is as wanted; `undefined` stands for one that is not there. */
  async until<T extends KubeObject>(
    key: ObjectKey,
    isWanted: (object: T | undefined) => boolean,
  ): Promise<T | undefined> {
    const { namespace, name } = key;
    const scope = { ...(namespace === undefined ? {} : { namespace }), fieldSelector: `metadata.name=${name}` };
    const { items, metadata } = await this.client.list<T>(key, scope);
    if (isWanted(items[0])) return items[0];
    const options = { ...scope, resourceVersion: metadata.resourceVersion ?? '' };
    for await (const event of this.client.watch<T>(key, options, AbortSignal.timeout(TIMEOUT_MS))) {
      if (event.type === 'BOOKMARK') continue;
      const state = event.type === 'DELETED' ? undefined : event.object;
      if (isWanted(state)) return state;
    }
    throw new Error(
      `${key.kind} ${name} was not as wanted in time: ${JSON.stringify(await this.client.find(key), null, 1)}`,
    );
  }

  /** Waits until a Kustomization is as wanted. */
  async untilKustomization(name: string, isWanted: (object: Kustomization) => boolean): Promise<Kustomization> {
    const key = { ...KUSTOMIZATION, namespace: NAMESPACE, name };
    const found = await this.until<Kustomization>(key, (object) => object !== undefined && isWanted(object));
    if (found === undefined) throw new Error('unreachable');
    return found;
  }

  /** Waits until a Kustomization has been dealt with, one way or the other, at a revision if one is given. */
  settled(name: string, revision?: string): Promise<Kustomization> {
    return this.untilKustomization(name, (object) => isSettled(object, revision));
  }

  /** Waits until a Kustomization is ready at a revision. */
  ready(name: string, revision?: string): Promise<Kustomization> {
    return this.untilKustomization(name, (object) => isSettled(object, revision) && isReady(object));
  }

  async request(name: string, token: string): Promise<void> {
    const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': token } } };
    await this.client.patch({ ...KUSTOMIZATION, namespace: NAMESPACE, name }, { type: 'merge', body });
    await this.untilKustomization(name, (object) => object.status?.lastHandledReconcileAt === token);
  }

  /** `severity reason: message` of the events on a Kustomization, durations replaced. */
  eventsOf(name: string): readonly string[] {
    return this.events
      .filter(({ object }) => object.metadata.name === name)
      .map(({ severity, reason, message }) => `${severity} ${reason}: ${withoutDurations(message)}`);
  }

  #open(url: string): FileTree {
    const tree = this.#trees.get(url);
    if (tree === undefined) throw new LocatedError({ code: 'artifact-not-found', message: 'artifact not found' });
    return tree;
  }
}

/** `Type=Status Reason: message` of each condition. */
export function conditionsOf(object: KubeObject): readonly string[] {
  return parseConditions(object).map(
    ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${withoutDurations(message)}`,
  );
}

/** A ConfigMap as YAML. */
export function configMap(
  name: string,
  data: Readonly<Record<string, string>> = { x: '1' },
  metadata: JsonObject = {},
): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data });
}

export const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' } as const;
export const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' } as const;

/** A Deployment as YAML; annotations of its pods say how they end. */
export function deployment(name: string, annotations: Readonly<Record<string, string>> = {}): string {
  const labels = { app: name };
  const containers = [{ name: 'app', image: 'example.com/app:1.0' }];
  const template = { metadata: { labels, annotations }, spec: { containers } };
  return JSON.stringify({
    ...DEPLOYMENT,
    metadata: { name },
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
  });
}

function isReady(object: Kustomization): boolean {
  return parseConditions(object).some(({ type, status }) => type === 'Ready' && status === 'True');
}

function isSettled(object: Kustomization, revision: string | undefined): boolean {
  const conditions = parseConditions(object);
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (ready === undefined || ready.reason === 'Progressing') return false;
  if (ready.observedGeneration !== object.metadata.generation) return false;
  return revision === undefined || fieldOf(object, 'status', 'lastAttemptedRevision') === revision;
}

function withoutDurations(message: string): string {
  return message.replaceAll(/(finished in|passed in|failed after) (\d+(\.\d+)?(ns|µs|ms|s|m|h))+/g, '$1 <duration>');
}
