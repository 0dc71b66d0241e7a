import { readdirSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fluxKinds } from '@gotk/flux-types';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { asJson, fieldOf, type KindRef, type KubeObject } from '@gotk/objects';
import type { Environment } from './environment.js';
import { listArchive } from './list-archive.js';

/** A cluster's state in the form of the corpus. */
export interface CollectedState {
  readonly flux: readonly JsonObject[];
  readonly objects: readonly JsonObject[];
  /** Every Event on a Flux object with how often it was told. */
  readonly events: ReadonlyMap<string, { readonly event: JsonObject; readonly count: number }>;
  readonly artifacts: Readonly<Record<string, JsonObject>>;
}

const OWNER = 'kustomize.toolkit.fluxcd.io/namespace';

const NAMESPACED: readonly KindRef[] = [
  ...['ConfigMap', 'Secret', 'ServiceAccount', 'Service', 'PersistentVolumeClaim'].map((kind) => ({
    apiVersion: 'v1',
    kind,
  })),
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  ...['Role', 'RoleBinding'].map((kind) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind })),
];

const CLUSTER: readonly KindRef[] = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
  ...['ClusterRole', 'ClusterRoleBinding'].map((kind) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind })),
];

/** Objects that every namespace has. */
const SYSTEM_NAMES: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'default']);

/** Looks at everything a recording shows. */
export async function collectState(environment: Environment, namespaces: readonly string[]): Promise<CollectedState> {
  const { client } = environment;
  const [main = ''] = namespaces;
  const flux = await collectFlux(client, namespaces);
  return {
    flux: flux.map((object) => projectFlux(object, main)),
    objects: await collectObjects(client, namespaces),
    events: await collectEvents(client, namespaces),
    artifacts: collectArtifacts(flux, environment.store.root),
  };
}

async function collectFlux(client: KubeClient, namespaces: readonly string[]): Promise<readonly KubeObject[]> {
  const found: KubeObject[] = [];
  for (const { group, version, kind } of fluxKinds.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))) {
    for (const namespace of namespaces) {
      found.push(...(await client.list({ apiVersion: `${group}/${version}`, kind }, { namespace })).items);
    }
  }
  return found;
}

function projectFlux(object: KubeObject, main: string): JsonObject {
  const { metadata, kind } = object;
  return {
    kind,
    name: metadata.name,
    ...(metadata.namespace === main ? {} : { namespace: metadata.namespace }),
    generation: metadata.generation,
    ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
    ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
    ...(metadata.finalizers === undefined ? {} : { finalizers: metadata.finalizers }),
    ...(metadata.deletionTimestamp === undefined ? {} : { deleting: true }),
    managers: managersOf(object),
    ...(fieldOf(object, 'status') === undefined ? {} : { status: fieldOf(object, 'status') }),
  };
}

async function collectObjects(client: KubeClient, namespaces: readonly string[]): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  const [main = ''] = namespaces;
  for (const kind of [...NAMESPACED, ...(await customKinds(client))]) {
    const items = await Promise.all(namespaces.map((namespace) => client.list(kind, { namespace })));
    for (const object of items.flatMap((list) => list.items)) {
      if (isByOthers(object)) found.push(projectObject(object, main));
    }
  }
  for (const kind of CLUSTER) {
    const { items } = await client.list(kind, { labelSelector: `${OWNER}=${main}` });
    found.push(...items.map((object) => projectObject(object, main)));
  }
  return found;
}

/** Kinds that the scenario itself has brought. */
async function customKinds(client: KubeClient): Promise<readonly KindRef[]> {
  const crds = await client.list({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' });
  return crds.items
    .filter((crd) => !/\.(fluxcd\.io|flagger\.app)$/.test(String(fieldOf(crd, 'spec', 'group'))))
    .map((crd) => ({
      apiVersion: `${fieldOf(crd, 'spec', 'group')}/${fieldOf(crd, 'spec', 'versions', '0', 'name')}`,
      kind: String(fieldOf(crd, 'spec', 'names', 'kind')),
    }));
}

/** Whether recordings show every object of a kind, not only where a scenario is about it. */
export function isAlwaysShown(kind: string): boolean {
  return [...NAMESPACED, ...CLUSTER].some((known) => known.kind === kind);
}

function isByOthers({ metadata, kind }: KubeObject): boolean {
  if (SYSTEM_NAMES.has(metadata.name ?? '') && (kind === 'ConfigMap' || kind === 'ServiceAccount')) return false;
  return (metadata.managedFields ?? []).some(({ manager }) => manager !== 'harness');
}

function projectObject(object: KubeObject, main: string): JsonObject {
  const { metadata, kind } = object;
  const namespace = metadata.namespace ?? main;
  return {
    kind,
    name: metadata.name,
    ...(namespace === main ? {} : { namespace }),
    ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
    ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
    ...(metadata.deletionTimestamp === undefined ? {} : { deleting: true }),
    managers: managersOf(object),
    ...contentOf(object),
  };
}

function contentOf(object: KubeObject): JsonObject {
  const { kind } = object;
  const { data, spec } = asJson(object);
  if (kind === 'ConfigMap') return data === undefined ? {} : { data };
  if (kind === 'Secret') return contentOfSecret(object);
  if (kind === 'Deployment') return { spec: projectDeployment(object) };
  return isAlwaysShown(kind) || spec === undefined ? {} : { spec };
}

function contentOfSecret(object: KubeObject): JsonObject {
  const { data, type } = asJson(object);
  if (!isJsonObject(data)) return {};
  if (type !== 'helm.sh/release.v1') return { data: decodeAll(data) };
  const encoded = Buffer.from(String(data['release']), 'base64').toString('latin1');
  const release = JSON.parse(gunzipSync(Buffer.from(encoded, 'base64')).toString('utf8')) as JsonObject;
  return { type, release: { ...release, chart: withFileNames(release['chart']) } };
}

/** A chart with its files by name only. */
function withFileNames(chart: JsonValue | undefined): JsonValue {
  if (!isJsonObject(chart)) return null;
  const namesOf = (files: JsonValue | undefined): JsonValue =>
    (Array.isArray(files) ? files : []).map((file) => fieldOf(file, 'name') ?? null);
  const schema = (chart['schema'] ?? null) === null ? null : '<SCHEMA>';
  return { ...chart, schema, templates: namesOf(chart['templates']), files: namesOf(chart['files']) };
}

function projectDeployment(object: KubeObject): JsonObject {
  const containers = fieldOf(object, 'spec', 'template', 'spec', 'containers');
  return {
    replicas: fieldOf(object, 'spec', 'replicas'),
    images: (Array.isArray(containers) ? containers : []).map((container) => fieldOf(container, 'image') ?? null),
    selector: fieldOf(object, 'spec', 'selector'),
    templateLabels: fieldOf(object, 'spec', 'template', 'metadata', 'labels'),
  };
}

function decodeAll(data: JsonObject): JsonObject {
  const decoded = Object.entries(data).map(([name, value]) => [
    name,
    Buffer.from(String(value), 'base64').toString('utf8'),
  ]);
  return Object.fromEntries(decoded);
}

function managersOf({ metadata, kind }: KubeObject): JsonValue {
  return (metadata.managedFields ?? [])
    .map(({ manager, operation, subresource, fieldsV1 }) => ({
      manager,
      operation,
      ...(subresource === undefined || subresource === '' ? {} : { subresource }),
      ...(kind === 'ConfigMap' ? { fieldsV1 } : {}),
    }))
    .sort((a, b) => (managerKey(a) < managerKey(b) ? -1 : 1));
}

/** Managers in an order that does not depend on when they wrote. */
export function managerKey(entry: unknown): string {
  const part = (name: string): string => String(fieldOf(entry, name) ?? '');
  return [part('manager'), part('operation'), part('subresource')].join(' ');
}

async function collectEvents(
  client: KubeClient,
  namespaces: readonly string[],
): Promise<ReadonlyMap<string, { readonly event: JsonObject; readonly count: number }>> {
  const kinds = new Set<string>(fluxKinds.map(({ kind }) => kind));
  const [main = ''] = namespaces;
  const events = new Map<string, { readonly event: JsonObject; readonly count: number }>();
  for (const namespace of namespaces) {
    const { items } = await client.list({ apiVersion: 'v1', kind: 'Event' }, { namespace });
    for (const item of items) {
      if (!kinds.has(String(fieldOf(item, 'involvedObject', 'kind')))) continue;
      events.set(String(item.metadata.uid), { event: projectEvent(item, main), count: Number(item['count'] ?? 1) });
    }
  }
  return events;
}

function projectEvent(event: KubeObject, main: string): JsonObject {
  const { annotations, namespace } = event.metadata;
  return {
    type: String(event['type']),
    reason: String(event['reason']),
    message: String(event['message']),
    object: `${fieldOf(event, 'involvedObject', 'kind')}/${fieldOf(event, 'involvedObject', 'name')}`,
    ...(namespace === main ? {} : { namespace }),
    apiVersion: fieldOf(event, 'involvedObject', 'apiVersion'),
    ...(annotations === undefined ? {} : { annotations }),
    source: fieldOf(event, 'source', 'component'),
    reportingComponent: fieldOf(event, 'reportingComponent'),
  };
}

function collectArtifacts(objects: readonly KubeObject[], root: string): Readonly<Record<string, JsonObject>> {
  const artifacts: Record<string, JsonObject> = {};
  for (const object of objects) {
    const path = fieldOf(object, 'status', 'artifact', 'path');
    if (typeof path !== 'string') continue;
    const folder = join(root, dirname(path));
    const archive = listArchive(join(root, path));
    artifacts[`${object.kind}/${object.metadata.name}`] = {
      path,
      storage: listFolder(folder, root),
      ...(archive && (archive as unknown as JsonObject)),
    };
  }
  return artifacts;
}

/** Links are shown with what they lead to. */
function listFolder(folder: string, root: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.endsWith('.lock'))
      .map((entry) => {
        if (!entry.isSymbolicLink()) return entry.name;
        return `${entry.name} -> ${readlinkSync(join(folder, entry.name)).replace(root, '<RUN>/data')}`;
      })
      .sort();
  } catch {
    return [];
  }
}
