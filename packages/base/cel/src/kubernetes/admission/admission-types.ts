import {
  BOOL,
  type CelType,
  DYN,
  INT,
  listType,
  mapType,
  STRING,
  structType,
  TIMESTAMP,
} from '../../types/cel-type.js';

type Fields = ReadonlyMap<string, CelType>;

const KIND = structType('kubernetes.GroupVersionKind');
const RESOURCE = structType('kubernetes.GroupVersionResource');
const USER = structType('kubernetes.UserInfo');
const METADATA = structType('kubernetes.NamespaceMetadata');
const SPEC = structType('kubernetes.NamespaceSpec');
const STATUS = structType('kubernetes.NamespaceStatus');
const CONDITION = structType('kubernetes.NamespaceCondition');
const TEXTS = mapType(STRING, STRING);

/** The type of `request`. */
export const REQUEST = structType('kubernetes.AdmissionRequest');
/** The type of `namespaceObject`. */
export const NAMESPACE = structType('kubernetes.Namespace');

/** What expressions of admission know of a request and of its namespace. */
export const ADMISSION_STRUCTS: ReadonlyMap<string, Fields> = new Map([
  [KIND.name, texts('group', 'version', 'kind')],
  [RESOURCE.name, texts('group', 'version', 'resource')],
  [
    USER.name,
    fields(texts('username', 'uid'), {
      groups: listType(STRING),
      extra: mapType(STRING, listType(STRING)),
    }),
  ],
  [
    REQUEST.name,
    fields(texts('subResource', 'requestSubResource', 'name', 'namespace', 'operation'), {
      kind: KIND,
      resource: RESOURCE,
      requestKind: KIND,
      requestResource: RESOURCE,
      userInfo: USER,
      dryRun: BOOL,
      options: DYN,
    }),
  ],
  [NAMESPACE.name, fields(texts(), { metadata: METADATA, spec: SPEC, status: STATUS })],
  [
    METADATA.name,
    fields(texts('name', 'generateName', 'namespace', 'UID', 'resourceVersion'), {
      labels: TEXTS,
      annotations: TEXTS,
      creationTimestamp: TIMESTAMP,
      deletionTimestamp: TIMESTAMP,
      deletionGracePeriodSeconds: INT,
      generation: INT,
      finalizers: listType(STRING),
    }),
  ],
  [SPEC.name, fields(texts(), { finalizers: listType(STRING) })],
  [STATUS.name, fields(texts('phase'), { conditions: listType(CONDITION) })],
  [CONDITION.name, fields(texts('status', 'type', 'message', 'reason'), { lastTransitionTime: TIMESTAMP })],
]);

function texts(...names: readonly string[]): Fields {
  return new Map(names.map((name) => [name, STRING]));
}

function fields(known: Fields, more: Readonly<Record<string, CelType>>): Fields {
  return new Map([...known, ...Object.entries(more)]);
}
