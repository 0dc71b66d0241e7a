import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { asJson, fieldOf, type KubeObject, parseApiVersion } from '@gotk/objects';

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

/**
 * The object as it can be compared with what the server stores: port protocols are set (they are list keys without a default in
 * the server's merge), `stringData` of Secrets becomes `data`, the status goes (but a CRD's).
 */
export function normalizeObject(object: KubeObject): KubeObject {
  const kind = `${object.apiVersion}/${object.kind}`;
  const podSpec = POD_SPECS[kind];
  let json = asJson(object);
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

/** Whether SOPS has encrypted values of this Secret that nobody decrypted. */
export function isSopsEncrypted(object: KubeObject): boolean {
  return object.kind === 'Secret' && object.apiVersion === 'v1' && fieldOf(object, 'sops', 'mac') !== undefined;
}
