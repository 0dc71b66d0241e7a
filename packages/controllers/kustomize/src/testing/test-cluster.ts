import {
  TestCluster as ControllerCluster,
  isReady,
  isSettled,
  startTestServer,
  type TestServer,
} from '@gotk/controller-testing';
import { type FileTree, memoryTree } from '@gotk/file-tree';
import type { Kustomization, KustomizationSpec } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { KindRef, KubeObject } from '@gotk/objects';
import { addKustomizeController, type KustomizeControllerOptions } from '../add-kustomize-controller.js';
import { KUSTOMIZATION } from '../group.js';
import { kustomization } from './kustomization.js';

export { conditionsOf } from '@gotk/controller-testing';

const GIT_REPOSITORY = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository' };
const NAMESPACE = 'ns';

type Files = Parameters<typeof memoryTree>[0];

/** An embedded API server with the kustomize-controller, and a source that tests fill by hand. */
export class TestCluster extends ControllerCluster {
  readonly #trees: Map<string, FileTree>;

  private constructor(api: TestServer, options: Partial<KustomizeControllerOptions>) {
    const trees = new Map<string, FileTree>();
    const artifacts = { open: async ({ url }: { readonly url: string }) => treeAt(url, trees) };
    super(api, {
      add: (manager, client) =>
        addKustomizeController(manager, { client, artifacts, requeueDependencyMs: 60_000, ...options }),
    });
    this.#trees = trees;
  }

  static async start(options: Partial<KustomizeControllerOptions> = {}): Promise<TestCluster> {
    const api = await startTestServer({ kinds: ['Kustomization', 'GitRepository', 'ExternalArtifact'] });
    return new TestCluster(api, options);
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

  async get(name: string): Promise<Kustomization> {
    return this.client.get<Kustomization>({ ...KUSTOMIZATION, namespace: NAMESPACE, name });
  }

  find(kind: KindRef, name: string, namespace: string | undefined = NAMESPACE): Promise<KubeObject | undefined> {
    return this.client.find({ ...kind, namespace, name });
  }

  /** Waits until a Kustomization is as wanted. */
  untilKustomization(name: string, isWanted: (object: Kustomization) => boolean): Promise<Kustomization> {
    return this.untilPresent({ ...KUSTOMIZATION, namespace: NAMESPACE, name }, isWanted);
  }

  /** Waits until a Kustomization has been dealt with, one way or the other, at a revision if one is given. */
  settled(name: string, revision?: string): Promise<Kustomization> {
    return this.untilKustomization(name, (object) => isSettledAt(object, revision));
  }

  /** Waits until a Kustomization is ready at a revision. */
  ready(name: string, revision?: string): Promise<Kustomization> {
    return this.untilKustomization(name, (object) => isSettledAt(object, revision) && isReady(object));
  }

  /** Asks for a reconciliation of a Kustomization, and waits until it has been handled. */
  requestKustomization(name: string, token: string): Promise<void> {
    return this.request({ ...KUSTOMIZATION, namespace: NAMESPACE, name }, token);
  }
}

function treeAt(url: string, trees: ReadonlyMap<string, FileTree>): FileTree {
  const tree = trees.get(url);
  if (tree === undefined) throw new LocatedError({ code: 'artifact-not-found', message: 'artifact not found' });
  return tree;
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

function isSettledAt(object: Kustomization, revision: string | undefined): boolean {
  return isSettled(object) && (revision === undefined || object.status?.lastAttemptedRevision === revision);
}
