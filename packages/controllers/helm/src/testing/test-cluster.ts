import { gzipSync } from 'node:zlib';
import { type ApiServer, createApiServer } from '@gotk/apiserver';
import { writeTarFiles } from '@gotk/archive';
import { parseConditions } from '@gotk/conditions';
import { createManager, type Manager, whenEstablished } from '@gotk/controller-runtime';
import type { EventRequest } from '@gotk/events';
import { fluxCrd, type HelmRelease, type HelmReleaseSpec } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { createKubeClient, expireAfter, type KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import { addHelmController, type HelmControllerOptions } from '../add-helm-controller.js';
import { HELM_CHART, HELM_RELEASE } from '../group.js';

const NAMESPACE = 'ns';
const TIMEOUT_MS = 15_000;
const FILE_MODE = 0o644;

/** Templates by name, with the chart's defaults. */
export interface TestChart {
  readonly version?: string;
  readonly values?: JsonObject;
  readonly templates: Readonly<Record<string, string>>;
}

/** An embedded API server with the helm-controller, and charts that tests fill by hand. */
export class TestCluster {
  readonly client: KubeClient;
  readonly events: EventRequest[] = [];
  readonly manager: Manager;
  readonly server: ApiServer;
  readonly #archives = new Map<string, Uint8Array>();
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  private constructor(server: ApiServer, options: Partial<HelmControllerOptions>) {
    this.server = server;
    this.client = createKubeClient(server.transport());
    const { client } = this;
    this.manager = createManager({
      client,
      controllerName: 'test',
      events: { record: (event) => void this.events.push(event), flush: async () => {} },
      intervalJitterPercentage: 0,
    });
    addHelmController(this.manager, {
      client,
      artifacts: { read: async ({ url }) => this.#read(url) },
      requeueDependencyMs: 60_000,
      ...options,
    });
    this.#running = this.manager.start(this.#stop.signal);
  }

  static async start(options: Partial<HelmControllerOptions> = {}): Promise<TestCluster> {
    const server = await createApiServer();
    const client = createKubeClient(server.transport());
    const crds = (['HelmRelease', 'HelmChart', 'OCIRepository'] as const).map((kind) => fluxCrd(kind) as KubeObject);
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

  /** Makes this chart the artifact of the HelmChart `app`. */
  async chart({ version = '1.0.0', values = {}, templates }: TestChart): Promise<void> {
    const url = `http://source/app-${version}.tgz`;
    this.#archives.set(url, packChart({ version, values, templates }));
    const key = { ...HELM_CHART, namespace: NAMESPACE, name: 'app' };
    const sourceRef = { kind: 'HelmRepository', name: 'app' };
    const spec = { chart: 'app', interval: '1h', sourceRef };
    await this.applyObject({ ...HELM_CHART, metadata: { namespace: NAMESPACE, name: 'app' }, spec });
    const artifact = {
      url,
      path: 'x',
      revision: version,
      digest: `sha256:${'0'.repeat(64)}`,
      lastUpdateTime: '2024-01-01T00:00:00Z',
    };
    const status = { observedGeneration: 1, artifact };
    await this.client.patch(key, { type: 'merge', body: { status } }, { subresource: 'status' });
  }

  /** Applies a HelmRelease of the HelmChart `app`. */
  apply(name: string, spec: Partial<HelmReleaseSpec> = {}, metadata: JsonObject = {}): Promise<KubeObject> {
    const chartRef = { kind: 'HelmChart', name: 'app' } as const;
    const object = {
      ...HELM_RELEASE,
      metadata: { namespace: NAMESPACE, name, ...metadata },
      spec: { interval: '1h', timeout: '5s', ...(spec.chart === undefined ? { chartRef } : {}), ...spec },
    };
    return this.applyObject(object as unknown as KubeObject);
  }

  /** Applies any other object. */
  applyObject(object: KubeObject): Promise<KubeObject> {
    return this.client.apply(object, { fieldManager: 'test', force: true });
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

  /** Waits until a HelmRelease is as wanted. */
  async untilRelease(name: string, isWanted: (object: HelmRelease) => boolean): Promise<HelmRelease> {
    const key = { ...HELM_RELEASE, namespace: NAMESPACE, name };
    const found = await this.until<HelmRelease>(key, (object) => object !== undefined && isWanted(object));
    if (found === undefined) throw new Error('unreachable');
    return found;
  }

  /** Waits until a HelmRelease has been dealt with, one way or the other. */
  settled(name: string): Promise<HelmRelease> {
    return this.untilRelease(name, isSettled);
  }

  /** Waits until a HelmRelease is ready, at a version of its release if one is given. */
  ready(name: string, version?: number): Promise<HelmRelease> {
    return this.untilRelease(
      name,
      (object) =>
        isSettled(object) &&
        isReady(object) &&
        (version === undefined || object.status?.history?.[0]?.version === version),
    );
  }

  /** `severity reason: message` of the events on a HelmRelease, without the logs below them. */
  eventsOf(name: string): readonly string[] {
    return this.events
      .filter(({ object }) => object.metadata.name === name)
      .map(({ severity, reason, message }) => `${severity} ${reason}: ${message.split('\n\nLast Helm logs')[0] ?? ''}`);
  }

  #read(url: string): Uint8Array {
    const archive = this.#archives.get(url);
    if (archive === undefined) throw new LocatedError({ code: 'artifact-not-found', message: 'artifact not found' });
    return archive;
  }
}

/** `Type=Status Reason: message` of each condition. */
export function conditionsOf(object: KubeObject): readonly string[] {
  return parseConditions(object).map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`);
}

export const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' } as const;

/** A template of a ConfigMap with `.Values.message`. */
export const MESSAGE_TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}"}
data: {message: "{{ .Values.message }}"}
`;

function packChart({ version, values, templates }: Required<TestChart>): Uint8Array {
  const texts: Readonly<Record<string, string>> = {
    'Chart.yaml': JSON.stringify({ apiVersion: 'v2', name: 'app', version }),
    'values.yaml': JSON.stringify(values),
    ...Object.fromEntries(Object.entries(templates).map(([name, text]) => [`templates/${name}`, text])),
  };
  const files = Object.entries(texts).map(([name, text]) => ({
    name: `app/${name}`,
    data: new TextEncoder().encode(text),
    mode: FILE_MODE,
    modifiedMs: 0,
  }));
  return gzipSync(writeTarFiles(files));
}

function isReady(object: HelmRelease): boolean {
  return parseConditions(object).some(({ type, status }) => type === 'Ready' && status === 'True');
}

function isSettled(object: HelmRelease): boolean {
  const conditions = parseConditions(object);
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (ready === undefined || ready.status === 'Unknown') return false;
  if (conditions.some(({ type, reason }) => type === 'Reconciling' && reason === 'Progressing')) return false;
  return ready.observedGeneration === object.metadata.generation;
}
