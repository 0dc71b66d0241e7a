import { gzipSync } from 'node:zlib';
import { writeTarFiles } from '@gotk/archive';
import {
  TestCluster as ControllerCluster,
  isReady,
  isSettled,
  startTestServer,
  type TestServer,
} from '@gotk/controller-testing';
import type { HelmRelease, HelmReleaseSpec } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { KubeObject } from '@gotk/objects';
import { addHelmController, type HelmControllerOptions } from '../add-helm-controller.js';
import { HELM_CHART, HELM_RELEASE } from '../group.js';

export { conditionsOf } from '@gotk/controller-testing';

const NAMESPACE = 'ns';
const FILE_MODE = 0o644;

/** Templates by name, with the chart's defaults. */
export interface TestChart {
  readonly version?: string;
  readonly values?: JsonObject;
  readonly templates: Readonly<Record<string, string>>;
}

/** An embedded API server with the helm-controller, and charts that tests fill by hand. */
export class TestCluster extends ControllerCluster {
  readonly #archives: Map<string, Uint8Array>;

  private constructor(api: TestServer, options: Partial<HelmControllerOptions>) {
    const archives = new Map<string, Uint8Array>();
    const artifacts = { read: async ({ url }: { readonly url: string }) => archiveAt(url, archives) };
    super(api, {
      add: (manager, client) =>
        addHelmController(manager, { client, artifacts, requeueDependencyMs: 60_000, ...options }),
    });
    this.#archives = archives;
  }

  static async start(options: Partial<HelmControllerOptions> = {}): Promise<TestCluster> {
    return new TestCluster(await startTestServer({ kinds: ['HelmRelease', 'HelmChart', 'OCIRepository'] }), options);
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

  /** Waits until a HelmRelease is as wanted. */
  untilRelease(name: string, isWanted: (object: HelmRelease) => boolean): Promise<HelmRelease> {
    return this.untilPresent({ ...HELM_RELEASE, namespace: NAMESPACE, name }, isWanted);
  }

  /** Waits until a HelmRelease has been dealt with, one way or the other. */
  settled(name: string): Promise<HelmRelease> {
    return this.untilRelease(name, (object) => isSettled(object));
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
  override eventsOf(name: string): readonly string[] {
    return super.eventsOf(name).map((text) => text.split('\n\nLast Helm logs')[0] ?? '');
  }
}

function archiveAt(url: string, archives: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const archive = archives.get(url);
  if (archive === undefined) throw new LocatedError({ code: 'artifact-not-found', message: 'artifact not found' });
  return archive;
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
