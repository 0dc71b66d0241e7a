import type { FieldSpec } from '../field-spec/field-spec.js';
import type { Gvk } from '../resource/gvk.js';

/** A kind, in any group and version unless they are given. */
function gvk(kind: string, group = '', version = ''): Gvk {
  return { kind, group, version };
}

function specs(kind: Gvk, paths: readonly string[], create = false): readonly FieldSpec[] {
  return paths.map((path) => ({ ...kind, path, create }));
}

const ANY = gvk('');
const POD = gvk('Pod', '', 'v1');
const JOB = gvk('Job');
const CRON_JOB = gvk('CronJob');

/** Workloads with a pod template, and where it is. */
const TEMPLATE_KINDS = ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].map((kind) => gvk(kind));
const POD_TEMPLATE_PATH = 'spec/template/spec';
const CRON_JOB_PATH = 'spec/jobTemplate/spec/template/spec';

/** Every kind that holds a pod's spec, with the path to it, but for CronJob. */
const POD_SPECS: readonly (readonly [Gvk, string])[] = [
  [POD, 'spec'],
  [gvk('PodTemplate'), 'template/spec'],
  ...TEMPLATE_KINDS.map((kind) => [kind, POD_TEMPLATE_PATH] as const),
  [JOB, POD_TEMPLATE_PATH],
];

const CRON_JOB_SPECS: readonly (readonly [Gvk, string])[] = [[CRON_JOB, CRON_JOB_PATH]];

/** Those of which the references to accounts, claims and classes are followed. */
const SCHEDULED_POD_SPECS: readonly (readonly [Gvk, string])[] = [
  [gvk('Pod'), 'spec'],
  ...['StatefulSet', 'Deployment', 'ReplicationController'].map((kind) => [gvk(kind), POD_TEMPLATE_PATH] as const),
  [CRON_JOB, CRON_JOB_PATH],
  [JOB, POD_TEMPLATE_PATH],
  [gvk('DaemonSet'), POD_TEMPLATE_PATH],
];

function inPods(pods: readonly (readonly [Gvk, string])[], paths: readonly string[]): readonly FieldSpec[] {
  return pods.flatMap(([kind, podPath]) =>
    specs(
      kind,
      paths.map((path) => `${podPath}/${path}`),
    ),
  );
}

export const NAME_SPECS: readonly FieldSpec[] = specs(ANY, ['metadata/name']);

export const NAMESPACE_SPECS: readonly FieldSpec[] = [
  ...specs(gvk('Namespace'), ['metadata/name'], true),
  ...specs(gvk('APIService', 'apiregistration.k8s.io'), ['spec/service/namespace'], true),
  ...specs(gvk('CustomResourceDefinition', 'apiextensions.k8s.io'), [
    'spec/conversion/webhook/clientConfig/service/namespace',
  ]),
];

const STATEFUL_SET = gvk('StatefulSet', 'apps');
const BATCH_JOB = gvk('Job', 'batch');
const BATCH_CRON_JOB = gvk('CronJob', 'batch');
const REPLICATION_CONTROLLER = gvk('ReplicationController', '', 'v1');
const UNGROUPED_TEMPLATES = ['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => gvk(kind));

/** Metadata of objects and of the templates in them. */
function metadataSpecs(field: 'labels' | 'annotations', statefulSet: readonly FieldSpec[]): readonly FieldSpec[] {
  const template = `spec/template/metadata/${field}`;
  return [
    ...specs(ANY, [`metadata/${field}`], true),
    ...specs(REPLICATION_CONTROLLER, [template], true),
    ...UNGROUPED_TEMPLATES.flatMap((kind) => specs(kind, [template], true)),
    ...statefulSet,
    ...specs(BATCH_JOB, [template], true),
    ...specs(
      BATCH_CRON_JOB,
      [`spec/jobTemplate/metadata/${field}`, `spec/jobTemplate/spec/template/metadata/${field}`],
      true,
    ),
  ];
}

export const TEMPLATE_LABEL_SPECS: readonly FieldSpec[] = metadataSpecs(
  'labels',
  specs(STATEFUL_SET, ['spec/template/metadata/labels', 'spec/volumeClaimTemplates[]/metadata/labels'], true),
);

export const ANNOTATION_SPECS: readonly FieldSpec[] = metadataSpecs(
  'annotations',
  specs(gvk('StatefulSet'), ['spec/template/metadata/annotations'], true),
);

const AFFINITY_SELECTORS = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
  `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);

const POD_SELECTORS = [...AFFINITY_SELECTORS, 'topologySpreadConstraints/labelSelector/matchLabels'].map(
  (path) => `${POD_TEMPLATE_PATH}/${path}`,
);

export const COMMON_LABEL_SPECS: readonly FieldSpec[] = [
  ...specs(gvk('Service', '', 'v1'), ['spec/selector'], true),
  ...specs(REPLICATION_CONTROLLER, ['spec/selector'], true),
  ...specs(gvk('Deployment'), ['spec/selector/matchLabels'], true),
  ...specs(gvk('Deployment', 'apps'), POD_SELECTORS),
  ...specs(gvk('ReplicaSet'), ['spec/selector/matchLabels'], true),
  ...specs(gvk('DaemonSet'), ['spec/selector/matchLabels'], true),
  ...specs(STATEFUL_SET, ['spec/selector/matchLabels'], true),
  ...specs(STATEFUL_SET, POD_SELECTORS),
  ...specs(BATCH_JOB, ['spec/selector/matchLabels']),
  ...specs(BATCH_CRON_JOB, ['spec/jobTemplate/spec/selector/matchLabels']),
  ...specs(gvk('PodDisruptionBudget', 'policy'), ['spec/selector/matchLabels']),
  ...specs(gvk('NetworkPolicy', 'networking.k8s.io'), [
    'spec/podSelector/matchLabels',
    'spec/ingress/from/podSelector/matchLabels',
    'spec/egress/to/podSelector/matchLabels',
  ]),
  ...TEMPLATE_LABEL_SPECS,
];

export const IMAGE_SPECS: readonly FieldSpec[] = ['spec', POD_TEMPLATE_PATH].flatMap((podPath) =>
  specs(
    ANY,
    ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map((path) => `${podPath}/${path}`),
    true,
  ),
);

export const REPLICA_SPECS: readonly FieldSpec[] = [
  'Deployment',
  'ReplicationController',
  'ReplicaSet',
  'StatefulSet',
].flatMap((kind) => specs(gvk(kind), ['spec/replicas'], true));

const CONTAINER_VARS = ['containers', 'initContainers'].flatMap((containers) =>
  ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map((path) => `${containers}/${path}`),
);

function templateVars(kind: string, ...more: readonly string[]): readonly FieldSpec[] {
  return [...inPods([[gvk(kind), POD_TEMPLATE_PATH]], CONTAINER_VARS), ...specs(gvk(kind), more)];
}

const TEMPLATE_NFS = `${POD_TEMPLATE_PATH}/volumes/nfs/server`;

export const VAR_SPECS: readonly FieldSpec[] = [
  ...inPods([[CRON_JOB, CRON_JOB_PATH]], CONTAINER_VARS),
  ...specs(CRON_JOB, ['spec/jobTemplate/spec/template/volumes/nfs/server']),
  ...templateVars('DaemonSet', TEMPLATE_NFS),
  ...templateVars('Deployment', TEMPLATE_NFS, 'spec/template/metadata/annotations'),
  ...specs(gvk('Ingress'), ['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName']),
  ...templateVars('Job', TEMPLATE_NFS),
  ...inPods([[gvk('Pod'), 'spec']], [...CONTAINER_VARS, 'volumes/nfs/server']),
  ...templateVars('ReplicaSet', TEMPLATE_NFS),
  ...specs(gvk('Service'), ['spec/ports/port', 'spec/ports/targetPort']),
  ...templateVars('StatefulSet', 'spec/volumeClaimTemplates/spec/nfs/server'),
  ...specs(gvk('PersistentVolume'), ['spec/nfs/server']),
  ...specs(ANY, ['metadata/labels', 'metadata/annotations']),
];

/** Fields by which objects refer to objects of one kind. */
export interface NameReference extends Gvk {
  readonly referrers: readonly FieldSpec[];
}

function references(kind: Gvk, ...referrers: readonly (readonly FieldSpec[])[]): NameReference {
  return { ...kind, referrers: referrers.flat() };
}

const ROLE = gvk('Role');
const CLUSTER_ROLE = gvk('ClusterRole');
const INGRESS = gvk('Ingress');
const STORAGE_CLASS = gvk('StorageClass');
const RBAC = 'rbac.authorization.k8s.io';
const ROLE_BINDING = gvk('RoleBinding', RBAC);
const CLUSTER_ROLE_BINDING = gvk('ClusterRoleBinding', RBAC);
const ADMISSION = 'admissionregistration.k8s.io';

const CONTAINER_REFERENCES = (name: 'configMap' | 'secret'): readonly string[] => [
  `containers/env/valueFrom/${name}KeyRef/name`,
  `initContainers/env/valueFrom/${name}KeyRef/name`,
  `containers/envFrom/${name}Ref/name`,
  `initContainers/envFrom/${name}Ref/name`,
];

const CONFIG_MAP_REFERENCES = references(
  gvk('ConfigMap', '', 'v1'),
  inPods(POD_SPECS, [
    'volumes/configMap/name',
    ...CONTAINER_REFERENCES('configMap'),
    'volumes/projected/sources/configMap/name',
  ]),
  inPods(CRON_JOB_SPECS, [
    'volumes/configMap/name',
    'volumes/projected/sources/configMap/name',
    ...CONTAINER_REFERENCES('configMap'),
  ]),
  specs(gvk('Node'), ['spec/configSource/configMap']),
  specs(ROLE, ['rules/resourceNames']),
  specs(CLUSTER_ROLE, ['rules/resourceNames']),
  specs(INGRESS, ['metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap']),
);

const SECRET_REFERENCES = references(
  gvk('Secret', '', 'v1'),
  inPods(POD_SPECS, [
    'volumes/secret/secretName',
    ...CONTAINER_REFERENCES('secret'),
    'imagePullSecrets/name',
    'volumes/projected/sources/secret/name',
  ]),
  inPods(CRON_JOB_SPECS, [
    'volumes/secret/secretName',
    'volumes/projected/sources/secret/name',
    ...CONTAINER_REFERENCES('secret'),
    'imagePullSecrets/name',
  ]),
  specs(INGRESS, [
    'spec/tls/secretName',
    'metadata/annotations/ingress.kubernetes.io\\/auth-secret',
    'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret',
    'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret',
    'spec/tls/secretName',
  ]),
  specs(gvk('ServiceAccount'), ['imagePullSecrets/name']),
  specs(STORAGE_CLASS, [
    'parameters/secretName',
    'parameters/adminSecretName',
    'parameters/userSecretName',
    'parameters/secretRef',
  ]),
  specs(ROLE, ['rules/resourceNames']),
  specs(CLUSTER_ROLE, ['rules/resourceNames']),
  specs(gvk('Service', 'serving.knative.dev', 'v1'), ['spec/template/spec/containers/env/valueFrom/secretKeyRef/name']),
  specs(gvk('PersistentVolume'), ['spec/azureFile/secretName']),
);

const SERVICE_REFERENCES = references(
  gvk('Service', '', 'v1'),
  specs(STATEFUL_SET, ['spec/serviceName']),
  specs(INGRESS, [
    'spec/rules/http/paths/backend/serviceName',
    'spec/backend/serviceName',
    'spec/rules/http/paths/backend/service/name',
    'spec/defaultBackend/service/name',
  ]),
  specs(gvk('APIService', 'apiregistration.k8s.io'), ['spec/service/name']),
  specs(gvk('ValidatingWebhookConfiguration', ADMISSION), ['webhooks/clientConfig/service']),
  specs(gvk('MutatingWebhookConfiguration', ADMISSION), ['webhooks/clientConfig/service']),
);

export const NAME_REFERENCES: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) =>
    references(gvk(kind), specs(gvk('HorizontalPodAutoscaler'), ['spec/scaleTargetRef/name'])),
  ),
  CONFIG_MAP_REFERENCES,
  SECRET_REFERENCES,
  SERVICE_REFERENCES,
  references(gvk('Role', RBAC), specs(ROLE_BINDING, ['roleRef/name'])),
  references(
    gvk('ClusterRole', RBAC),
    specs(ROLE_BINDING, ['roleRef/name']),
    specs(CLUSTER_ROLE_BINDING, ['roleRef/name']),
  ),
  references(
    gvk('ServiceAccount', '', 'v1'),
    specs(ROLE_BINDING, ['subjects']),
    specs(CLUSTER_ROLE_BINDING, ['subjects']),
    inPods(SCHEDULED_POD_SPECS, ['serviceAccountName']),
  ),
  references(
    gvk('PersistentVolumeClaim', '', 'v1'),
    inPods(SCHEDULED_POD_SPECS, ['volumes/persistentVolumeClaim/claimName']),
  ),
  references(
    gvk('PersistentVolume', '', 'v1'),
    specs(gvk('PersistentVolumeClaim'), ['spec/volumeName']),
    specs(CLUSTER_ROLE, ['rules/resourceNames']),
  ),
  references(
    gvk('StorageClass', 'storage.k8s.io', 'v1'),
    specs(gvk('PersistentVolume'), ['spec/storageClassName']),
    specs(gvk('PersistentVolumeClaim'), ['spec/storageClassName']),
    specs(gvk('StatefulSet'), ['spec/volumeClaimTemplates/spec/storageClassName']),
  ),
  references(gvk('PriorityClass', 'scheduling.k8s.io', 'v1'), inPods(SCHEDULED_POD_SPECS, ['priorityClassName'])),
  // The group is not a group, so that nothing is ever found by it; it stands so upstream.
  references(gvk('IngressClass', 'networking.k8s.io/v1', 'v1'), specs(INGRESS, ['spec/ingressClassName'])),
  references(
    gvk('ValidatingAdmissionPolicy', ADMISSION),
    specs(gvk('ValidatingAdmissionPolicyBinding', ADMISSION), ['spec/policyName']),
  ),
];
