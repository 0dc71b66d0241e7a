import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtifactStore, createArtifactStore } from '@gotk/artifact-store';
import { createManager } from '@gotk/controller-runtime';
import { isSettled, startTestServer, untilObject } from '@gotk/controller-testing';
import type { EventRequest } from '@gotk/events';
import { memoryTree } from '@gotk/file-tree';
import type { JsonObject } from '@gotk/json';
import { expireAfter, type KubeClient } from '@gotk/kube-client';
import { fieldOf, type KindRef, type KubeObject } from '@gotk/objects';
import { addSourceWatcher, type SourceWatcherOptions } from '../add-source-watcher.js';
import { ARTIFACT_GENERATOR, EXTERNAL_ARTIFACT } from '../artifact-generator/kinds.js';

const NAMESPACE = 'test';
const LIMIT_MS = 15_000;
const KINDS = [
  'GitRepository',
  'OCIRepository',
  'Bucket',
  'HelmChart',
  'ExternalArtifact',
  'ArtifactGenerator',
] as const;

/** An embedded API server with the source-watcher; sources are what the test says they are. */
export interface WatcherCluster {
  readonly client: KubeClient;
  readonly store: ArtifactStore;
  readonly events: EventRequest[];
  /** Makes a GitRepository with these files, or gives it another revision. */
  source(name: string, revision: string, files: Readonly<Record<string, string>>): Promise<void>;
  apply(name: string, spec: JsonObject, annotations?: Readonly<Record<string, string>>): Promise<KubeObject>;
  /** Waits until an object is as wanted. */
  until(kind: KindRef, name: string, isWanted: (object: KubeObject) => boolean): Promise<KubeObject>;
  /** Waits for the Ready condition of a generator in its present generation, and `message` in it. */
  ready(name: string, message?: string): Promise<string>;
  artifact(name: string): Promise<JsonObject>;
  files(name: string): Promise<readonly string[]>;
  gone(kind: KindRef, name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything with empty storage. */
export async function startWatcherCluster(options: Partial<SourceWatcherOptions> = {}): Promise<WatcherCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'source-watcher-'));
  const api = await startTestServer({ kinds: KINDS, namespace: NAMESPACE });
  const { client } = api;
  const store = await createArtifactStore({ root: folder, address: () => 'source-watcher' });
  const events: EventRequest[] = [];
  const recorder = { record: (event: EventRequest) => void events.push(event), flush: async () => {} };
  const manager = createManager({ client, controllerName: 'source-watcher', events: recorder });
  addSourceWatcher(manager, { store, requeueDependencyMs: 60_000, ...options });
  const stop = new AbortController();
  const running = manager.start(stop.signal);
  await manager.whenReady();
  const until = untilWanted(client);
  const artifact: WatcherCluster['artifact'] = async (name) => {
    const object = await client.get({ ...EXTERNAL_ARTIFACT, namespace: NAMESPACE, name });
    return fieldOf(object, 'status', 'artifact') as JsonObject;
  };
  return {
    client,
    store,
    events,
    source: (name, revision, files) => makeSource({ client, store }, { name, revision, files }),
    apply: (name, spec, annotations = {}) => {
      const object = { ...ARTIFACT_GENERATOR, metadata: { namespace: NAMESPACE, name, annotations }, spec };
      return client.apply(object, { fieldManager: 'test', force: true });
    },
    until,
    async ready(name, message = '') {
      return readyOf(
        await until(ARTIFACT_GENERATOR, name, (object) => isSettled(object) && readyOf(object).includes(message)),
      );
    },
    artifact,
    async files(name) {
      const tree = await store.open((await artifact(name)) as never, expireAfter(LIMIT_MS));
      return pathsOf(tree);
    },
    async gone(kind, name) {
      await untilObject(client, { ...kind, namespace: NAMESPACE, name }, (object) => object === undefined);
    },
    async close() {
      stop.abort();
      await running;
      await api.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface SourceState {
  readonly name: string;
  readonly revision: string;
  readonly files: Readonly<Record<string, string>>;
}

async function makeSource(
  { client, store }: Pick<WatcherCluster, 'client' | 'store'>,
  { name, revision, files }: SourceState,
): Promise<void> {
  const kind = { ...EXTERNAL_ARTIFACT, kind: 'GitRepository' };
  const key = { ...kind, namespace: NAMESPACE, name };
  const metadata = { namespace: NAMESPACE, name };
  const spec = { url: 'https://example.com/repo', interval: '1m' };
  await client.apply({ ...kind, metadata, spec }, { fieldManager: 'test', force: true });
  const owner = { kind: kind.kind, namespace: NAMESPACE, name };
  const target = { owner, fileName: `${revision.replaceAll(/\W/g, '-')}.tar.gz`, revision };
  const artifact = await store.writeArchive(target, memoryTree(files));
  const body = { status: { artifact: artifact as unknown as JsonObject } };
  await client.patch(key, { type: 'merge', body }, { subresource: 'status' });
}

function untilWanted(client: KubeClient): WatcherCluster['until'] {
  return async (kind, name, isWanted) => {
    const key = { ...kind, namespace: NAMESPACE, name };
    const found = await untilObject(client, key, (object) => object !== undefined && isWanted(object));
    if (found === undefined) throw new Error('what is wanted is there');
    return found;
  };
}

function readyOf(object: KubeObject): string {
  const ready = conditionOf(object, 'Ready');
  return ['status', 'reason', 'message'].map((field) => fieldOf(ready, field)).join(' ');
}

function conditionOf(object: KubeObject, type: string): KubeObject | undefined {
  const conditions = fieldOf(object, 'status', 'conditions');
  return (Array.isArray(conditions) ? conditions : []).find((each) => fieldOf(each, 'type') === type) as
    | KubeObject
    | undefined;
}

function pathsOf(tree: { entry(path: string): unknown }): readonly string[] {
  const entry = (path: string): { kind?: string; names?: readonly string[] } => tree.entry(path) ?? {};
  const visit = (path: string): readonly string[] => {
    const { kind, names = [] } = entry(path);
    if (kind !== 'directory') return [path];
    return names.flatMap((name) => visit(path === '' ? name : `${path}/${name}`));
  };
  return visit('');
}
