import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtifactStore, createArtifactStore } from '@gotk/artifact-store';
import { createManager } from '@gotk/controller-runtime';
import { isSettled, startTestServer, untilObject } from '@gotk/controller-testing';
import type { EventRecorder, EventRequest } from '@gotk/events';
import {
  commitFiles,
  createGitClient,
  type FileChange,
  initBareRepository,
  type ServedRepository,
  serveGit,
  tagCommit,
} from '@gotk/git';
import { createDispatcherPool } from '@gotk/http';
import type { JsonObject } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KindRef, type KubeObject, type ObjectKey } from '@gotk/objects';
import { type OciRegistryServer, serveOciRegistry } from '@gotk/oci';
import { addSourceControllers } from '../add-source-controllers.js';
import { GIT_REPOSITORY } from '../git-repository/git-repository-kind.js';
import type { HelmLimits } from '../helm-limits.js';

const AUTHOR = { name: 'Test Person', email: 'test@example.com' };
const NAMESPACE = 'test';
/** There is no metadata service to be asked. */
const NOBODY = {
  AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1',
  AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:1',
  GCE_METADATA_HOST: '127.0.0.1:1',
};
const SOURCE_KINDS = ['GitRepository', 'OCIRepository', 'HelmRepository', 'HelmChart', 'Bucket'] as const;

/** An embedded API server with the source controllers, a store and a Git server. */
export interface TestCluster {
  readonly client: KubeClient;
  readonly store: ArtifactStore;
  readonly events: EventRequest[];
  readonly folder: string;
  urlOf(repository: string): string;
  commit(repository: string, options: TestCommit): Promise<string>;
  apply(object: JsonObject): Promise<KubeObject>;
  applyRepository(name: string, spec: JsonObject): Promise<KubeObject>;
  request(name: string, token: string): Promise<void>;
  get(name: string): Promise<KubeObject>;
  /** Waits until the object is as wanted. */
  until(name: string, isWanted: (object: KubeObject) => boolean): Promise<KubeObject>;
  /** Waits until the present generation, or a request, has been dealt with and nothing is in progress. */
  settled(name: string, token?: string): Promise<KubeObject>;
  /** Waits until the object is no more. */
  gone(name: string): Promise<void>;
  /** The same for objects of another kind than GitRepository. */
  of(kind: KindRef): ObjectsOfKind;
  /** An OCI registry without authentication. */
  readonly registry: OciRegistryServer;
  close(): Promise<void>;
}

/** What tests do with objects of one kind. */
export interface ObjectsOfKind {
  apply(name: string, spec: JsonObject): Promise<KubeObject>;
  request(name: string, token: string): Promise<void>;
  get(name: string): Promise<KubeObject>;
  until(name: string, isWanted: (object: KubeObject) => boolean): Promise<KubeObject>;
  settled(name: string, token?: string): Promise<KubeObject>;
  gone(name: string): Promise<void>;
}

export interface TestCommit {
  readonly message?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly changes?: readonly FileChange[];
  readonly tag?: string;
  readonly branch?: string;
}

export interface TestClusterOptions {
  /** Let the API server take objects of any shape. @default false */
  readonly withoutSchema?: boolean;
  /** Variables that tell who the controllers are on a cloud. Default: nobody. */
  readonly env?: Readonly<Record<string, string>>;
  /** Limits of what comes from Helm repositories that differ from Flux's. */
  readonly helmLimits?: Partial<HelmLimits>;
}

/** Starts everything with empty storage. */
export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'source-test-'));
  const { withoutSchema: withoutSchemas = false } = options;
  const api = await startTestServer({ kinds: SOURCE_KINDS, namespace: NAMESPACE, withoutSchemas });
  const { client } = api;
  const store = await createArtifactStore({ root: join(folder, 'data'), address: () => 'source-controller' });
  const controllers = await startControllers({
    client,
    store,
    folder,
    helmLimits: options.helmLimits ?? {},
    env: options.env ?? NOBODY,
  });
  const repositories = await startRepositories(folder);
  const apply = (object: JsonObject): Promise<KubeObject> =>
    client.apply(object as unknown as KubeObject, { fieldManager: 'test', force: true });
  const registry = await serveOciRegistry();
  const { apply: applyRepository, ...repository } = objectsOfKind(client, GIT_REPOSITORY);
  return {
    client,
    store,
    events: controllers.events,
    folder,
    urlOf: repositories.urlOf,
    commit: repositories.commit,
    apply,
    applyRepository,
    ...repository,
    of: (kind) => objectsOfKind(client, kind),
    registry,
    async close(): Promise<void> {
      await controllers.close();
      await repositories.close();
      await registry.close();
      await api.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function objectsOfKind(client: KubeClient, kind: KindRef): ObjectsOfKind {
  const keyOf = (name: string): ObjectKey => ({ ...kind, namespace: NAMESPACE, name });
  const until: ObjectsOfKind['until'] = async (name, isWanted) => {
    const found = await untilObject(client, keyOf(name), (object) => object !== undefined && isWanted(object));
    if (found === undefined) throw new Error('what is wanted is there');
    return found;
  };
  return {
    apply: (name, spec) =>
      client.apply({ ...kind, metadata: { namespace: NAMESPACE, name }, spec }, { fieldManager: 'test', force: true }),
    async request(name, token): Promise<void> {
      const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': token } } };
      await client.patch(keyOf(name), { type: 'merge', body });
    },
    get: (name) => client.get(keyOf(name)),
    until,
    async gone(name): Promise<void> {
      await untilObject(client, keyOf(name), (object) => object === undefined);
    },
    settled: (name, token) => until(name, (object) => isSettled(object, token)),
  };
}

async function startControllers({
  client,
  store,
  folder,
  helmLimits,
  env,
}: {
  client: KubeClient;
  store: ArtifactStore;
  folder: string;
  helmLimits: Partial<HelmLimits>;
  env: Readonly<Record<string, string>>;
}): Promise<{ events: EventRequest[]; close(): Promise<void> }> {
  const stop = new AbortController();
  const git = createGitClient({ temporaryFolder: folder });
  const events: EventRequest[] = [];
  const recorder: EventRecorder = { record: (event) => void events.push(event), flush: async () => {} };
  const controllerName = 'source-controller';
  const manager = createManager({ client, controllerName, concurrency: 2, events: recorder, minRetryDelayMs: 60_000 });
  const http = createDispatcherPool();
  const trustedRoot = () =>
    Promise.reject(new Error('unable to initialize trusted root: nobody is to be trusted here'));
  addSourceControllers(manager, { store, git, http, requeueDependencyMs: 60_000, trustedRoot, helmLimits, env });
  const running = manager.start(stop.signal);
  await manager.whenReady();
  return {
    events,
    async close(): Promise<void> {
      stop.abort();
      await running;
      await git.close();
      await http.close();
    },
  };
}

async function startRepositories(
  folder: string,
): Promise<Pick<TestCluster, 'urlOf' | 'commit'> & { close(): Promise<void> }> {
  const known = new Set<string>();
  const gitDirOf = (repository: string): string => join(folder, `${repository}.git`);
  const find = (path: string): ServedRepository | undefined => {
    const name = path.replace(/\.git$/, '');
    if (!known.has(name)) return undefined;
    const basicAuth = { username: 'user', password: 'pass' };
    return { gitDir: gitDirOf(name), ...(name.startsWith('private') && { basicAuth }) };
  };
  const server = await serveGit({ find });
  return {
    urlOf: (repository) => `${server.url}/${repository}.git`,
    async commit(repository, { message = 'a commit', files = {}, changes = [], tag, branch = 'main' }) {
      known.add(repository);
      const gitDir = gitDirOf(repository);
      await initBareRepository(gitDir);
      const signal = AbortSignal.timeout(10_000);
      const written = Object.entries(files).map(([path, content]) => ({ path, content }));
      const options = { gitDir, ref: `refs/heads/${branch}`, author: AUTHOR, whenSeconds: 1_704_067_200, message };
      const hash = await commitFiles({ ...options, changes: [...written, ...changes] }, signal);
      if (tag !== undefined) await tagCommit({ gitDir, name: tag, commit: hash }, signal);
      return hash;
    },
    close: server.close,
  };
}

/** The conditions of an object as short texts. */
export function conditionsOf(object: KubeObject): readonly string[] {
  const conditions = fieldOf(object, 'status', 'conditions');
  return (Array.isArray(conditions) ? conditions : []).map((condition) =>
    ['type', 'status', 'reason', 'message'].map((field) => fieldOf(condition, field)).join(' '),
  );
}
