import type { JsonObject, JsonValue } from '@gotk/json';

/** What a note says of an object behind its kind and name: `key=value` pairs, and words (images). */
interface Note {
  readonly kind: string;
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly images: readonly string[];
}

/**
 * Writes out an object that a layout only notes: `Deployment/web nginx:1.27 cm=settings` is a Deployment of one container that
 * takes its environment from a ConfigMap. A kind that is not known here stands behind group and version, and its pairs are its
 * spec: `example.com/v1/Widget/one size=3`.
 */
export function shortObject(text: string): JsonObject {
  const note = parseNote(text);
  const { kind, name, fields } = note;
  const namespace = fields.get('ns');
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const make = KINDS[kind];
  if (make !== undefined) return { apiVersion: make.apiVersion, kind, metadata, ...make.content(note) };
  const [group = '', version = '', ownKind = ''] = kind.split('/');
  return { apiVersion: `${group}/${version}`, kind: ownKind, metadata, spec: ownFields(note) };
}

function parseNote(text: string): Note {
  const [id = '', ...words] = text.split(' ').filter((word) => word !== '');
  const slash = id.lastIndexOf('/');
  const pairs = words.filter((word) => word.includes('='));
  return {
    kind: id.slice(0, slash),
    name: id.slice(slash + 1),
    fields: new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
    images: words.filter((word) => !word.includes('=')),
  };
}

function ownFields({ fields }: Note): JsonObject {
  return Object.fromEntries([...fields].filter(([key]) => key !== 'ns').map(([key, value]) => [key, readValue(value)]));
}

function readValue(text: string): JsonValue {
  if (/^\d+$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

function ownTexts(note: Note): JsonObject {
  return Object.fromEntries(Object.entries(ownFields(note)).map(([key, value]) => [key, String(value)]));
}

interface KindMaker {
  readonly apiVersion: string;
  readonly content: (note: Note) => JsonObject;
}

const RBAC = 'rbac.authorization.k8s.io/v1';

const KINDS: Readonly<Record<string, KindMaker>> = {
  Namespace: { apiVersion: 'v1', content: () => ({}) },
  ServiceAccount: { apiVersion: 'v1', content: () => ({}) },
  ConfigMap: { apiVersion: 'v1', content: (note) => ({ data: ownTexts(note) }) },
  Secret: { apiVersion: 'v1', content: (note) => ({ stringData: ownTexts(note) }) },
  Service: { apiVersion: 'v1', content: service },
  Pod: { apiVersion: 'v1', content: (note) => ({ spec: podSpec(note) }) },
  PersistentVolumeClaim: { apiVersion: 'v1', content: claim },
  Deployment: { apiVersion: 'apps/v1', content: workload },
  StatefulSet: { apiVersion: 'apps/v1', content: workload },
  DaemonSet: { apiVersion: 'apps/v1', content: workload },
  Job: { apiVersion: 'batch/v1', content: (note) => ({ spec: { template: { spec: jobPod(note) } } }) },
  CronJob: { apiVersion: 'batch/v1', content: cronJob },
  Ingress: { apiVersion: 'networking.k8s.io/v1', content: ingress },
  NetworkPolicy: { apiVersion: 'networking.k8s.io/v1', content: (note) => ({ spec: { podSelector: selector(note) } }) },
  PodDisruptionBudget: {
    apiVersion: 'policy/v1',
    content: (note) => ({ spec: { minAvailable: 1, selector: selector(note) } }),
  },
  HorizontalPodAutoscaler: { apiVersion: 'autoscaling/v2', content: autoscaler },
  Role: { apiVersion: RBAC, content: rules },
  ClusterRole: { apiVersion: RBAC, content: rules },
  RoleBinding: { apiVersion: RBAC, content: binding },
  ClusterRoleBinding: { apiVersion: RBAC, content: binding },
  CustomResourceDefinition: { apiVersion: 'apiextensions.k8s.io/v1', content: definition },
  ValidatingWebhookConfiguration: { apiVersion: 'admissionregistration.k8s.io/v1', content: webhooks },
};

function selector({ name, fields }: Note): JsonObject {
  return { matchLabels: { app: fields.get('app') ?? name } };
}

function workload(note: Note): JsonObject {
  const labels = { app: note.fields.get('app') ?? note.name };
  const template = { metadata: { labels }, spec: podSpec(note) };
  const scale = note.kind === 'DaemonSet' ? {} : { replicas: Number(note.fields.get('replicas') ?? '1') };
  const headless = note.kind === 'StatefulSet' ? { serviceName: note.fields.get('svc') ?? note.name } : {};
  return { spec: { ...scale, ...headless, selector: { matchLabels: labels }, template } };
}

/** The first container has the name of the object, the others that of their image. */
function podSpec({ name, fields, images }: Note): JsonObject {
  const containers = images.map((image, index) => ({
    name: index === 0 ? name : (/([^/:@]+)(?:[:@][^/]*)?$/.exec(image)?.[1] ?? name),
    image,
    ...(index === 0 ? settings(fields) : {}),
  }));
  const account = fields.get('sa');
  const claimName = fields.get('pvc');
  const volumes = claimName === undefined ? {} : { volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] };
  return { ...(account === undefined ? {} : { serviceAccountName: account }), containers, ...volumes };
}

function settings(fields: Note['fields']): JsonObject {
  const from = [
    ...(fields.has('cm') ? [{ configMapRef: { name: fields.get('cm') ?? '' } }] : []),
    ...(fields.has('secret') ? [{ secretRef: { name: fields.get('secret') ?? '' } }] : []),
  ];
  const variables = [...fields].filter(([key]) => /^[A-Z_]+$/.test(key)).map(([key, value]) => ({ name: key, value }));
  const port = fields.get('port');
  const args = fields.get('args');
  return {
    ...(args === undefined ? {} : { args: args.split(',') }),
    ...(variables.length === 0 ? {} : { env: variables }),
    ...(from.length === 0 ? {} : { envFrom: from }),
    ...(port === undefined ? {} : { ports: [{ containerPort: Number(port) }] }),
  };
}

function jobPod(note: Note): JsonObject {
  return { ...podSpec(note), restartPolicy: 'Never' };
}

function cronJob(note: Note): JsonObject {
  return { spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: jobPod(note) } } } } };
}

function service({ name, fields }: Note): JsonObject {
  const ports = [{ name: 'http', port: Number(fields.get('port') ?? '80') }];
  return { spec: { selector: { app: fields.get('app') ?? name }, ports } };
}

function claim({ fields }: Note): JsonObject {
  const storage = fields.get('size') ?? '1Gi';
  return { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } };
}

function ingress({ name, fields }: Note): JsonObject {
  const backend = { service: { name: fields.get('svc') ?? name, port: { name: 'http' } } };
  const host = fields.get('host') ?? `${name}.example.com`;
  return { spec: { rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] } };
}

function autoscaler({ name, fields }: Note): JsonObject {
  const [kind = '', target = name] = (fields.get('of') ?? 'Deployment').split('/');
  return { spec: { maxReplicas: 5, minReplicas: 1, scaleTargetRef: { apiVersion: 'apps/v1', kind, name: target } } };
}

function rules({ fields }: Note): JsonObject {
  return { rules: [{ apiGroups: [''], resources: [fields.get('for') ?? 'pods'], verbs: ['get', 'list', 'watch'] }] };
}

function binding({ kind, name, fields }: Note): JsonObject {
  const namespace = fields.get('of');
  const subject = { kind: 'ServiceAccount', name: fields.get('sa') ?? name };
  return {
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: kind.replace('Binding', ''),
      name: fields.get('role') ?? name,
    },
    subjects: [namespace === undefined ? subject : { ...subject, namespace }],
  };
}

function definition({ name, fields }: Note): JsonObject {
  const [plural = '', ...group] = name.split('.');
  const kind = fields.get('kind') ?? plural;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const versions = [{ name: 'v1', served: true, storage: true, schema }];
  return {
    spec: { group: group.join('.'), names: { kind, plural }, scope: fields.get('scope') ?? 'Namespaced', versions },
  };
}

function webhooks({ name, fields }: Note): JsonObject {
  const clientConfig = {
    service: { name: fields.get('svc') ?? name, namespace: fields.get('of') ?? 'system', path: '/v' },
  };
  return {
    webhooks: [{ name: `${name}.example.com`, admissionReviewVersions: ['v1'], sideEffects: 'None', clientConfig }],
  };
}
