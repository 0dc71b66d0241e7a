import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { compareQuantities, parseQuantity } from '@gotk/quantity';
import { parseYaml, splitYaml } from '@gotk/yaml';

const ORIGIN = 'helm.toolkit.fluxcd.io/';

/** An object that a cluster must hold. */
interface ExpectedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  /** Of the object as it was rendered, before anything was added on the way. */
  readonly sha256?: string;
  readonly sha256WithoutVerify?: string;
  /** The Flux object that applies it. */
  readonly by: string;
  readonly crdsFolder?: boolean;
}

/** What a cluster must hold when all is reconciled. */
export interface ExpectedCluster {
  readonly releases: readonly { readonly release: string; readonly namespace: string; readonly version: string }[];
  readonly objects: readonly ExpectedObject[];
  readonly hooks: readonly ExpectedObject[];
  readonly generated: readonly ExpectedObject[];
  /** Hash → the object as it was rendered. */
  readonly rendered: ReadonlyMap<string, JsonObject>;
}

/** Reads what is expected of a cluster. @param path below the folder of real sources. */
export function readExpectedCluster(folder: string, path: string): ExpectedCluster {
  const lines = gunzipSync(readFileSync(join(folder, 'expected/objects.jsonl.gz')))
    .toString('utf8')
    .split('\n');
  const rendered = lines
    .filter((line) => line !== '')
    .map((line) => [sha256(line), JSON.parse(line) as JsonObject] as const);
  return { ...(JSON.parse(readFileSync(join(folder, path), 'utf8')) as ExpectedCluster), rendered: new Map(rendered) };
}

/** Every difference between a cluster and what is expected of it, in words. */
export async function compareCluster(client: KubeClient, expected: ExpectedCluster): Promise<readonly string[]> {
  const objects = await Promise.all(expected.objects.map((object) => compareObject(client, expected, object)));
  const generated = await Promise.all(expected.generated.map((object) => requireObject(client, object)));
  return [
    ...objects.flat(),
    ...generated.flat(),
    ...(await compareReleases(client, expected)),
    ...(await unexpectedObjects(client, expected)),
  ];
}

async function compareObject(
  client: KubeClient,
  { rendered }: ExpectedCluster,
  object: ExpectedObject,
): Promise<readonly string[]> {
  const live = await find(client, object);
  if (live === undefined) return [`missing: ${nameOf(object)}`];
  const whole = rendered.get(object.sha256 ?? '');
  const wanted = object.sha256WithoutVerify === undefined ? whole : withoutVerify(whole);
  if (wanted === undefined) return [`no rendered form of ${nameOf(object)}`];
  return missingIn(live as unknown as JsonValue, asStored(wanted), '').map((text) => `${nameOf(object)}: ${text}`);
}

async function requireObject(client: KubeClient, object: ExpectedObject): Promise<readonly string[]> {
  return (await find(client, object)) === undefined ? [`missing: ${nameOf(object)}`] : [];
}

function find(
  client: KubeClient,
  { apiVersion, kind, namespace, name }: ExpectedObject,
): Promise<KubeObject | undefined> {
  return client.find({ apiVersion, kind, name, ...(namespace !== null && { namespace }) });
}

function withoutVerify(object: JsonObject | undefined): JsonObject | undefined {
  if (!isJsonObject(object?.['spec'])) return undefined;
  const { verify: _verify, ...spec } = object['spec'];
  return { ...object, spec };
}

/** What an API server writes otherwise than it was given. */
function asStored({ stringData, status: _status, ...object }: JsonObject): JsonObject {
  if (!isJsonObject(stringData)) return object;
  const encoded = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]);
  const { data } = object;
  return { ...object, data: { ...(isJsonObject(data) ? data : {}), ...Object.fromEntries(encoded) } };
}

/** Everything that stands in what was rendered must be on the cluster; defaults and labels may be there besides. */
function missingIn(live: JsonValue | undefined, wanted: JsonValue | undefined, path: string): readonly string[] {
  if (wanted === null || wanted === undefined) return [];
  if (isJsonObject(wanted)) {
    const fields = Object.entries(wanted);
    if (live === undefined && fields.every(([, value]) => missingIn(undefined, value, '').length === 0)) return [];
    const found = isJsonObject(live) ? live : {};
    return fields.flatMap(([name, value]) => missingIn(found[name], value, `${path}.${name}`));
  }
  if (Array.isArray(wanted)) {
    if (live === undefined && wanted.length === 0) return [];
    if (!Array.isArray(live) || live.length !== wanted.length) return [`${path} has not ${wanted.length} items`];
    return wanted.flatMap((value: JsonValue, index) => missingIn(live[index] as JsonValue, value, `${path}[${index}]`));
  }
  // See `hashes` on line breaks.
  if (live === wanted || (typeof live === 'string' && `${live}\n` === wanted)) return [];
  if (
    isEqualQuantity(live, wanted, path) ||
    (live === undefined && (wanted === '' || wanted === false || wanted === 0))
  )
    return [];
  return [`${path} is ${JSON.stringify(live)}, not ${JSON.stringify(wanted)}`];
}

/** The API server writes quantities in one form only. */
function isEqualQuantity(live: JsonValue | undefined, wanted: JsonValue, path: string): boolean {
  if (live === undefined || live === null || !/\.(limits|requests)\./.test(path)) return false;
  return compareQuantities(parseQuantity(String(live)), parseQuantity(String(wanted))) === 0;
}

/** Of releases the stored manifest tells exactly what was rendered: its objects have the expected hashes, and there are no others. */
async function compareReleases(client: KubeClient, expected: ExpectedCluster): Promise<readonly string[]> {
  const differences = expected.releases.map(async ({ release, namespace, version }) => {
    const { manifest, chartVersion } = await readRelease(client, { release, namespace });
    const found = manifest.map((object) => hashOf(withoutOrigin(object)));
    const by = new Set(
      expected.generated.filter(({ name }) => name === `sh.helm.release.v1.${release}.v1`).map((each) => each.by),
    );
    const wanted = expected.objects.filter((each) => by.has(each.by) && each.crdsFolder !== true);
    const names = new Map(manifest.map((object, index) => [found[index], nameOfRendered(object)]));
    const surplus = found.filter((hash) => !wanted.some((each) => hashes(expected, each).includes(hash)));
    const absent = wanted.filter((each) => !hashes(expected, each).some((hash) => found.includes(hash)));
    return [
      ...(chartVersion === version ? [] : [`release ${release} is of ${chartVersion}, not ${version}`]),
      ...surplus.map((hash) => `release ${release} rendered otherwise: ${names.get(hash)}`),
      ...absent.map((object) => `release ${release} lacks ${nameOf(object)}`),
    ];
  });
  return (await Promise.all(differences)).flat();
}

/**
 * What is expected comes from `helm template`. Flux post-renders every release, and there Helm ends a document at its last
 * character: a text block that ends with the document has no line break at its end then.
 */
function hashes({ rendered }: ExpectedCluster, { sha256: hash = '' }: ExpectedObject): readonly string[] {
  const object = rendered.get(hash);
  return object === undefined ? [hash] : [hash, hashOf(withoutLastBreaks(object) as JsonObject)];
}

function withoutLastBreaks(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.replace(/\n$/, '');
  if (Array.isArray(value)) return value.map((each: JsonValue) => withoutLastBreaks(each));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutLastBreaks(each ?? null)]));
}

function hashOf(object: JsonObject): string {
  return sha256(canonicalJson(object));
}

/** Without the labels that say which HelmRelease an object comes from. */
function withoutOrigin(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (!isJsonObject(metadata) || !isJsonObject(metadata['labels'])) return object;
  const { labels: all, ...rest } = metadata;
  const labels = Object.entries(isJsonObject(all) ? all : {}).filter(([name]) => !name.startsWith(ORIGIN));
  return { ...object, metadata: { ...rest, ...(labels.length > 0 && { labels: Object.fromEntries(labels) }) } };
}

async function readRelease(
  client: KubeClient,
  { release, namespace }: { readonly release: string; readonly namespace: string },
): Promise<{ readonly manifest: readonly JsonObject[]; readonly chartVersion: string }> {
  const labelSelector = `owner=helm,name=${release},status=deployed`;
  const { items } = await client.list({ apiVersion: 'v1', kind: 'Secret' }, { namespace, labelSelector });
  const [secret] = items;
  if (secret === undefined) return { manifest: [], chartVersion: 'none' };
  const stored = Buffer.from(String(fieldOf(secret, 'data', 'release')), 'base64').toString();
  const content = JSON.parse(gunzipSync(Buffer.from(stored, 'base64')).toString('utf8')) as JsonObject;
  const documents = splitYaml(String(content['manifest'])).map(({ text }) => parseYaml(text));
  const chartVersion = String(fieldOf(content as unknown as KubeObject, 'chart', 'metadata', 'version'));
  return { manifest: documents.filter(isJsonObject), chartVersion };
}

const OWNERS = [
  'kustomize.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/name',
  'source.extensions.fluxcd.io/generator',
];

/** What the cluster makes for a Service has the labels of the Service. */
const COPIES = ['EndpointSlice', 'Endpoints'];

/** Objects that Flux says are its own and that nobody expects. */
async function unexpectedObjects(client: KubeClient, expected: ExpectedCluster): Promise<readonly string[]> {
  const known = new Set([...expected.objects, ...expected.hooks, ...expected.generated].map(identityOf));
  const resources = (await client.resources()).filter(({ verbs }) => verbs.includes('list'));
  const found = await Promise.all(
    resources.map(async ({ apiVersion, kind }) => {
      const { items } = await client.list({ apiVersion, kind }, { as: 'metadata' });
      return items.map(({ metadata }) => ({ apiVersion, kind, metadata }));
    }),
  );
  const owned = found
    .flat()
    .filter(({ kind }) => !COPIES.includes(kind))
    .filter(({ metadata }) => OWNERS.some((label) => metadata.labels?.[label] !== undefined));
  const all = owned.map(({ apiVersion, kind, metadata: { namespace = null, name = '' } }) => ({
    apiVersion,
    kind,
    namespace,
    name,
    by: '',
  }));
  return all.filter((object) => !known.has(identityOf(object))).map((object) => `unexpected: ${nameOf(object)}`);
}

/** Whatever its version. */
function identityOf({ apiVersion, kind, namespace, name }: ExpectedObject): string {
  return [apiVersion.replace(/(^|\/)[^/]*$/, ''), kind, namespace ?? '', name].join('/');
}

function nameOf({ kind, namespace, name }: ExpectedObject): string {
  return [kind, namespace, name].filter((part) => part !== null).join('/');
}

function nameOfRendered(object: JsonObject): string {
  return `${String(object['kind'])}/${String(fieldOf(object as unknown as KubeObject, 'metadata', 'name'))}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
