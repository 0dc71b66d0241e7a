import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import { changesOf, type Mutation, mutated, mutationsOf } from './mutations.js';
import type { PlainRequest } from './plain-request.js';

/** What is asked about a kind. */
export interface KindExamination {
  readonly kind: string;
  readonly requests: readonly PlainRequest[];
}

interface KindCase {
  readonly name: string;
  /** Of the collection; `NS` stands for a namespace of the case's own. */
  readonly path: string;
  readonly object: JsonObject;
  /** More objects that are tried as they are: what does not fit into one. */
  readonly also: readonly JsonObject[];
  /** The object is only tried: the servers themselves write to stored ones at any time. */
  readonly fixed: boolean;
  /** Written by the status subresource, and changed like the object. */
  readonly status?: JsonObject;
}

/** Stands for the case's namespace in its object. */
const OWN_NAMESPACE = '$(NS)';
const JSON_TYPE = 'application/json';
const JSON_PATCH = 'application/json-patch+json';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Reads the objects of a folder of YAML files and makes the requests about each: every field is got wrong, one at a time. */
export function readKinds(folder: string): readonly KindExamination[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => parseYaml(readFileSync(join(folder, name), 'utf8')) as readonly JsonObject[])
    .map(parseCase)
    .map((each) => ({ kind: each.name, requests: requestsOf(each) }));
}

function parseCase({ name, path, object, also, fixed, status }: JsonObject): KindCase {
  if (!isJsonObject(object)) throw new Error(`${String(name)} has no object`);
  return {
    name: String(name),
    path: String(path),
    object,
    also: Array.isArray(also) ? (also as readonly JsonObject[]) : [],
    fixed: fixed === true,
    ...(isJsonObject(status) ? { status } : {}),
  };
}

function requestsOf(kind: KindCase): readonly PlainRequest[] {
  const { name, path, object, also, fixed } = kind;
  const namespace = `kind-${name.toLowerCase()}`;
  const collection = path.replace('NS', namespace);
  const own = JSON.parse(JSON.stringify(object).replaceAll(OWN_NAMESPACE, namespace)) as JsonObject; // A copy of JSON.
  const dry = { method: 'POST', path: `${collection}?dryRun=All`, type: JSON_TYPE };
  const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const minimal = { apiVersion: own['apiVersion'] ?? '', kind: own['kind'] ?? '', metadata: { name: 'minimal' } };
  return [
    ...(path.includes('NS')
      ? [{ name: `${name}: namespace`, method: 'POST', path: '/api/v1/namespaces', type: JSON_TYPE, body: space }]
      : []),
    { ...dry, name: `${name}: nothing but a name`, body: minimal },
    { ...dry, name: `${name}: as it is`, body: own },
    ...also.map((body, index) => ({ ...dry, name: `${name}: also ${index + 1}`, body })),
    ...mutationsOf(own).map((change) => ({
      ...dry,
      name: `${name}: create with ${describe(change)}`,
      body: mutated(own, change),
    })),
    ...(fixed ? [] : storedRequests(kind, collection, own)),
  ];
}

/** What is asked about the object once it is stored. */
function storedRequests({ name, status }: KindCase, collection: string, object: JsonObject): readonly PlainRequest[] {
  const single = `${collection}/${isJsonObject(object['metadata']) ? String(object['metadata']['name']) : ''}`;
  return [
    { name: `${name}: create`, method: 'POST', path: collection, type: JSON_TYPE, body: object },
    ...updatesOf({ name, single, object }),
    ...(status === undefined ? [] : statusRequests({ name, single, status })),
    { name: `${name}: table`, method: 'GET', path: single, type: JSON_TYPE, accept: TABLE },
    { name: `${name}: delete`, method: 'DELETE', path: single, type: JSON_TYPE },
  ];
}

interface Single {
  readonly name: string;
  readonly single: string;
}

function updatesOf({ name, single, object }: Single & { object: JsonObject }): readonly PlainRequest[] {
  return changesOf(object).map((change) => ({
    name: `${name}: update with ${describe(change)}`,
    method: 'PATCH',
    path: `${single}?dryRun=All`,
    type: JSON_PATCH,
    body: patchOf(change),
  }));
}

function statusRequests({ name, single, status }: Single & { status: JsonObject }): readonly PlainRequest[] {
  const path = `${single}/status`;
  const changes = mutationsOf({ status }).filter((change) => change.path.length > 1);
  return [
    { name: `${name}: status`, method: 'PATCH', path, type: 'application/merge-patch+json', body: { status } },
    ...changes.map((change) => ({
      name: `${name}: status with ${describe(change)}`,
      method: 'PATCH',
      path: `${path}?dryRun=All`,
      type: JSON_PATCH,
      body: patchOf(change),
    })),
    { name: `${name}: with status`, method: 'GET', path: single, type: JSON_TYPE },
  ];
}

function patchOf({ path, value }: Mutation): JsonValue {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return [value === undefined ? { op: 'remove', path: pointer } : { op: 'replace', path: pointer, value }];
}

const MAX_SHOWN = 60;

function describe({ path, value }: Mutation): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return `${path.join('.')} ${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}`;
}
