import type { SeededRandom } from '../../seeded-random.js';
import { makeReferrer } from './referrers.js';
import { type FuzzObject, type FuzzValue, oddScalar } from './yaml-text.js';

const NAMES = ['web', 'api', 'db', 'cache', 'job-1', 'a', 'gen'] as const;
const NAMESPACES = ['default', 'prod', 'test', 'kube-system'] as const;
const IMAGES = [
  'nginx',
  'nginx:1.7',
  'registry.example.com:5000/app:v1',
  'ghcr.io/org/app@sha256:25a0d4',
  'alpine:3.18@sha256:abcd',
  'my/app:',
  'nginx:$(TAG)',
] as const;
const KINDS = [
  'Deployment',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Service',
  'ConfigMap',
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'Ingress',
  'CronJob',
  'Job',
  'Pod',
  'PersistentVolumeClaim',
  'Namespace',
  'HorizontalPodAutoscaler',
  'CustomResourceDefinition',
  'NetworkPolicy',
  'Widget',
  'APIService',
  'PodDisruptionBudget',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ReplicaSet',
  'ReplicationController',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'IngressClass',
  'EndpointSlice',
  'Gateway',
] as const;

export type FuzzKind = (typeof KINDS)[number];

const API_VERSIONS: Readonly<Partial<Record<FuzzKind, string>>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  Widget: 'example.com/v1alpha1',
  APIService: 'apiregistration.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  ReplicaSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
};

export function pickName(random: SeededRandom): string {
  return random.pick(NAMES);
}

export function pickNamespace(random: SeededRandom): string {
  return random.pick(NAMESPACES);
}

export function pickImage(random: SeededRandom): string {
  return random.pick(IMAGES);
}

export function pickKind(random: SeededRandom): FuzzKind {
  return random.pick(KINDS);
}

export function apiVersionFor(kind: FuzzKind): string {
  return API_VERSIONS[kind] ?? 'v1';
}

/** Paths that objects of a kind mostly have. */
export function pathsOf(kind: FuzzKind): readonly (readonly string[])[] {
  const metadata = [
    ['metadata', 'name'],
    ['metadata', 'labels', 'app'],
    ['metadata', 'annotations'],
  ];
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'Job':
      return [...metadata, ['spec', 'template', 'spec', 'containers', '0', 'image'], ['spec', 'replicas']];
    case 'Pod':
      return [...metadata, ['spec', 'containers', '0', 'image'], ['spec', 'containers', '0', 'name']];
    case 'ConfigMap':
    case 'Secret':
      return [...metadata, ['data', 'host'], ['data', 'port'], ['data', 'a']];
    case 'Widget':
      return [...metadata, ['spec', 'size'], ['spec', 'parts', '0', 'value'], ['spec', 'nested', 'deep', 'list', '0']];
    case 'Service':
      return [...metadata, ['spec', 'ports', '0', 'port'], ['spec', 'selector']];
    case 'Ingress':
      return [...metadata, ['spec', 'rules', '0', 'host'], ['spec', 'tls', '0', 'secretName']];
    default:
      return metadata;
  }
}

/** A random object of a kind. */
export function makeObject(random: SeededRandom, kind: FuzzKind = pickKind(random)): FuzzObject {
  return {
    apiVersion: apiVersionFor(kind),
    kind,
    metadata: makeMetadata(random),
    ...makeContent(kind, random),
  };
}

function makeMetadata(random: SeededRandom): FuzzObject {
  return {
    name: pickName(random),
    ...(random.chance(0.25) && { namespace: pickNamespace(random) }),
    ...(random.chance(0.4) && { labels: makeTexts(random) }),
    ...(random.chance(0.25) && { annotations: makeAnnotations(random) }),
    ...(random.chance(0.02) && { creationTimestamp: null }),
  };
}

export function makeTexts(random: SeededRandom): FuzzObject {
  const texts: Record<string, FuzzValue> = {};
  for (let count = random.below(3) + 1; count > 0; count--) {
    const key = random.chance(0.01) ? '1' : random.pick(['app', 'tier', 'app.kubernetes.io/name', 'on', 'version']);
    texts[key] = random.chance(0.1) ? oddScalar(random) : random.pick(['web', 'back end', 'true', '1', 'x/y', '']);
  }
  return texts;
}

function makeAnnotations(random: SeededRandom): FuzzObject {
  if (random.chance(0.04)) return { 'nginx.ingress.kubernetes.io/auth-secret': pickName(random) };
  if (random.chance(0.04)) return { 'internal.config.kubernetes.io/index': '0' };
  if (random.chance(0.02)) return { 'kustomize.config.k8s.io/behavior': random.pick(['merge', 'replace', 'x']) };
  if (random.chance(0.02)) return { 'kustomize.config.k8s.io/needs-hash': 'true' };
  if (random.chance(0.1)) return { 'config.kubernetes.io/local-config': random.pick(['true', 'false', 'x']) };
  return makeTexts(random);
}

function makeContent(kind: FuzzKind, random: SeededRandom): FuzzObject {
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'Job':
      return { spec: makeWorkload(kind, random) };
    case 'CronJob':
      return {
        spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: { spec: makePodSpec(random) } } } },
      };
    case 'Pod':
      return { spec: makePodSpec(random) };
    case 'ConfigMap':
    case 'Secret':
      return makeData(random);
    default:
      return makeOther(kind, random);
  }
}

function makeOther(kind: FuzzKind, random: SeededRandom): FuzzObject {
  switch (kind) {
    case 'Service':
      return { spec: { selector: makeTexts(random), ports: makePorts(random, 'port') } };
    case 'Role':
    case 'ClusterRole':
      return {
        rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [pickName(random)], verbs: ['get'] }],
      };
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return makeBinding(random);
    case 'Ingress':
      return { spec: makeIngress(random) };
    case 'CustomResourceDefinition':
      return { spec: { group: 'example.com', names: { kind: 'Widget', plural: 'widgets' }, scope: 'Namespaced' } };
    case 'Widget':
      return { spec: makeWidget(random) };
    case 'NetworkPolicy':
      return { spec: { podSelector: { matchLabels: makeTexts(random) }, ingress: [{ from: [{ podSelector: {} }] }] } };
    case 'PodDisruptionBudget':
      return { spec: { minAvailable: 1, selector: { matchLabels: makeTexts(random) } } };
    default:
      return makeReferrer(kind, random);
  }
}

function makeBinding(random: SeededRandom): FuzzObject {
  const subjects = Array.from({ length: random.below(3) + 1 }, () => ({
    kind: random.pick(['ServiceAccount', 'ServiceAccount', 'User']),
    name: random.chance(0.3) ? 'default' : pickName(random),
    ...(random.chance(0.6) && { namespace: pickNamespace(random) }),
  }));
  return {
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: random.pick(['Role', 'ClusterRole']),
      name: pickName(random),
    },
    ...(random.chance(0.95) && { subjects }),
  };
}

function makeWorkload(kind: FuzzKind, random: SeededRandom): FuzzObject {
  return {
    ...(random.chance(0.5) && { replicas: random.chance(0.1) ? null : random.below(5) }),
    ...(kind !== 'Job' && random.chance(0.6) && { selector: { matchLabels: makeTexts(random) } }),
    ...(kind === 'StatefulSet' && { serviceName: pickName(random) }),
    template: {
      ...(random.chance(0.6) && { metadata: random.chance(0.1) ? {} : { labels: makeTexts(random) } }),
      spec: makePodSpec(random),
    },
    ...(kind === 'StatefulSet' &&
      random.chance(0.4) && { volumeClaimTemplates: [{ metadata: { name: 'data', labels: makeTexts(random) } }] }),
  };
}

function makePodSpec(random: SeededRandom): FuzzObject {
  return {
    ...(random.chance(0.4) && { serviceAccountName: pickName(random) }),
    ...(random.chance(0.3) && { initContainers: [makeContainer('init', random)] }),
    containers: Array.from({ length: random.below(3) + 1 }, (_, index) => makeContainer(`c${index}`, random)),
    ...(random.chance(0.4) && { volumes: makeVolumes(random) }),
    ...(random.chance(0.1) && { imagePullSecrets: [{ name: pickName(random) }] }),
    ...(random.chance(0.1) && { priorityClassName: pickName(random) }),
    ...(random.chance(0.1) && { tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoSchedule' }] }),
    ...(random.chance(0.1) && { nodeSelector: makeTexts(random) }),
  };
}

export function makeContainer(name: string, random: SeededRandom): FuzzObject {
  return {
    name,
    ...(random.chance(0.9) && { image: pickImage(random) }),
    ...(random.chance(0.4) && { env: makeEnvironment(random) }),
    ...(random.chance(0.2) && { envFrom: [{ configMapRef: { name: pickName(random) } }] }),
    ...(random.chance(0.4) && { ports: makePorts(random, 'containerPort') }),
    ...(random.chance(0.2) && { args: ['--port=$(PORT)', '$(HOST)', random.pick(['x', '$$(HOST)', '$('])] }),
    ...(random.chance(0.2) && { command: ['sh', '-c', 'echo one\necho two\n'] }),
    ...(random.chance(0.2) && { volumeMounts: [{ name: 'vol', mountPath: '/data' }] }),
    ...(random.chance(0.2) && { resources: { limits: { cpu: oddScalar(random), memory: '64Mi' } } }),
  };
}

function makeEnvironment(random: SeededRandom): readonly FuzzObject[] {
  return Array.from({ length: random.below(3) + 1 }, () => ({
    name: random.pick(['A', 'B', 'C', 'D']),
    ...(random.chance(0.6)
      ? { value: random.chance(0.3) ? oddScalar(random) : random.pick(['x', '$(HOST)', 'a=$(PORT)', 'true']) }
      : { valueFrom: makeKeyRef(random) }),
  }));
}

function makeKeyRef(random: SeededRandom): FuzzObject {
  return { [random.pick(['configMapKeyRef', 'secretKeyRef'])]: { name: pickName(random), key: 'k' } };
}

export function makePorts(random: SeededRandom, field: string): readonly FuzzObject[] {
  return Array.from({ length: random.below(3) + 1 }, (_, index) => ({
    ...(random.chance(0.7) && { name: `p${index}` }),
    [field]: random.pick([80, 8080, 443]),
    ...(random.chance(0.4) && { protocol: random.pick(['TCP', 'UDP']) }),
  }));
}

function makeVolumes(random: SeededRandom): readonly FuzzObject[] {
  const source = random.pick(['configMap', 'secret', 'persistentVolumeClaim', 'emptyDir', 'projected']);
  const name = random.pick(['vol', 'other']);
  switch (source) {
    case 'configMap':
      return [{ name, configMap: { name: pickName(random), items: [{ key: 'a', path: 'b' }] } }];
    case 'secret':
      return [{ name, secret: { secretName: pickName(random) } }];
    case 'persistentVolumeClaim':
      return [{ name, persistentVolumeClaim: { claimName: pickName(random) } }];
    case 'projected':
      return [
        {
          name,
          projected: { sources: [{ configMap: { name: pickName(random) } }, { secret: { name: pickName(random) } }] },
        },
      ];
    default:
      return [{ name, emptyDir: {} }];
  }
}

function makeIngress(random: SeededRandom): FuzzObject {
  const backend = { service: { name: pickName(random), port: { number: 80 } } };
  return {
    ...(random.chance(0.3) && { tls: [{ hosts: ['a.example.com'], secretName: pickName(random) }] }),
    rules: [
      { host: random.pick(['a.example.com', '*.example.com', '$(HOST)']), http: { paths: [{ path: '/', backend }] } },
    ],
  };
}

function makeWidget(random: SeededRandom): FuzzObject {
  return {
    size: oddScalar(random),
    parts: [{ name: 'one', value: oddScalar(random) }, { name: 'two' }],
    nested: { deep: { list: ['x', 'y', null].slice(0, random.below(3) + 1), map: {} } },
    ...(random.chance(0.3) && { containers: [makeContainer('side', random)] }),
    ...(random.chance(0.3) && { config: '{"a": {"b": "c"}, "list": [1, 2]}' }),
    ...(random.chance(0.2) && { yaml: 'a:\n  b: c\nlist:\n- x\n' }),
    ...(random.chance(0.3) && { configRef: { name: pickName(random), kind: 'ConfigMap' } }),
  };
}

function makeData(random: SeededRandom): FuzzObject {
  if (random.chance(0.1)) return {};
  const data: Record<string, FuzzValue> = {};
  for (let count = random.below(4); count > 0; count--) {
    const key = random.pick(['a', 'host', 'port', 'config', 'config.yaml', 'z.txt']);
    data[key] = random.chance(0.4)
      ? oddScalar(random)
      : random.pick([
          'x',
          'line one\nline two\n',
          'no end\nof line',
          ' leading',
          'trailing ',
          'tab\there\n',
          'a: b\nc:\n- d\n',
          '{"a": {"b": "c"}, "list": [{"name": "x", "v": 1}]}',
          'a:\n  b: c # note\nlist:\n- name: x\n  v: 1\n',
          '8080',
          '\n',
          'x \ny\n',
        ]);
  }
  return {
    data,
    ...(random.chance(0.05) && { binaryData: { bin: 'AAEC' } }),
    ...(random.chance(0.05) && { immutable: true }),
  };
}
