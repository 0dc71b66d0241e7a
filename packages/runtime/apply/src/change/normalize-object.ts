import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { asJson, type KubeObject, parseApiVersion } from '@gotk/objects';
import { keepKnownFields } from './known-fields.js';

const DECRYPT_ANNOTATION = 'kustomize.toolkit.fluxcd.io/decrypt';

/** Where the pod spec stands in the kinds that have one. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  'v1/Pod': ['spec'],
  'apps/v1/Deployment': ['spec', 'template', 'spec'],
  'apps/v1/StatefulSet': ['spec', 'template', 'spec'],
  'apps/v1/DaemonSet': ['spec', 'template', 'spec'],
  'apps/v1/ReplicaSet': ['spec', 'template', 'spec'],
  'batch/v1/Job': ['spec', 'template', 'spec'],
  'batch/v1/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Kinds that are sent as they are written. */
const UNTOUCHED_KINDS = new Set(['rbac.authorization.k8s.io/v1/Role', 'rbac.authorization.k8s.io/v1/ClusterRole']);

/**
 * The object as it can be compared with what the server stores: fields that its kind does not have are gone, port protocols
 * are set (they are list keys without a default in the server's merge), `stringData` of Secrets becomes `data`, the status
 * goes (but a CRD's).
 */
export function normalizeObject(object: KubeObject): KubeObject {
  const kind = `${object.apiVersion}/${object.kind}`;
  const podSpec = POD_SPECS[kind];
  let json = asJson(UNTOUCHED_KINDS.has(kind) ? object : keepKnownFields(object));
  if (podSpec !== undefined) json = editAt(json, [...podSpec, 'containers'], eachWithPorts);
  else if (kind === 'v1/Service') json = editAt(json, ['spec', 'ports'], withProtocols);
  else if (kind === 'v1/Secret') json = encodeStringData(json);
  return withoutStatus(json as unknown as KubeObject);
}

function editAt(value: JsonObject, path: readonly string[], edit: (value: JsonValue) => JsonValue): JsonObject {
  const [key, ...rest] = path;
  const field = key === undefined ? undefined : value[key];
  if (key === undefined || field === undefined) return value;
  const edited = rest.length === 0 ? edit(field) : isJsonObject(field) ? editAt(field, rest, edit) : field;
  return edited === field ? value : { ...value, [key]: edited };
}

function eachWithPorts(containers: JsonValue): JsonValue {
  if (!Array.isArray(containers)) return containers;
  return (containers as readonly JsonValue[]).map((container) =>
    isJsonObject(container) ? editAt(container, ['ports'], withProtocols) : container,
  );
}

function withProtocols(ports: JsonValue): JsonValue {
  if (!Array.isArray(ports)) return ports;
  return (ports as readonly JsonValue[]).map((port) =>
    isJsonObject(port) && (port['protocol'] ?? '') === '' ? { ...port, protocol: 'TCP' } : port,
  );
}

function encodeStringData(secret: JsonObject): JsonObject {
  const { stringData, ...rest } = secret;
  if (!isJsonObject(stringData) || Object.keys(stringData).length === 0) return secret;
  const data: Record<string, JsonValue | undefined> = { ...(isJsonObject(rest['data']) ? rest['data'] : {}) };
  for (const [key, value] of Object.entries(stringData)) {
    if (typeof value === 'string') data[key] = Buffer.from(value, 'utf8').toString('base64');
  }
  return { ...rest, data };
}

function withoutStatus(object: KubeObject): KubeObject {
  if (object['status'] === undefined || isCrd(object)) return object;
  const { status: _dropped, ...rest } = object;
  return rest as KubeObject;
}

function isCrd({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'CustomResourceDefinition' && parseApiVersion(apiVersion).group === 'apiextensions.k8s.io';
}

/**
 * Whether this is a Secret with encrypted `data` that nobody decrypted. Encrypted `stringData` is as good as any other text
 * for the API server.
 */
export function isSopsEncrypted(object: KubeObject): boolean {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || object['sops'] === undefined) return false;
  const isWanted = object.metadata.annotations?.[DECRYPT_ANNOTATION]?.toLowerCase() === 'disabled';
  return !isWanted && keepKnownFields(object)['sops'] !== undefined;
}
