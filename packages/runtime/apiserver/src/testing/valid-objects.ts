import type { KubeObject } from '@gotk/objects';

/** An object that the server takes as it is. */
export interface ValidObject {
  /** Of its collection. */
  readonly path: string;
  readonly object: KubeObject & { readonly metadata: { readonly name: string } };
}

const container = {
  name: 'main',
  image: 'example.com/main:1',
  command: ['run'],
  args: ['--fast'],
  env: [
    { name: 'A', value: 'b' },
    { name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'S', valueFrom: { secretKeyRef: { name: 'word', key: 'k', optional: true } } },
  ],
  envFrom: [{ configMapRef: { name: 'settings', optional: true } }],
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
  livenessProbe: { exec: { command: ['true'] } },
  lifecycle: { preStop: { exec: { command: ['sleep', '1'] } } },
  securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
  volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }],
};

const podSpec = {
  containers: [container],
  initContainers: [{ name: 'first', image: 'example.com/first:1' }],
  volumes: [
    { name: 'data', emptyDir: { sizeLimit: '1Gi' } },
    { name: 'all', projected: { sources: [{ configMap: { name: 'settings', optional: true } }] } },
  ],
  nodeSelector: { disk: 'fast' },
  tolerations: [{ key: 'k', operator: 'Equal', value: 'v', effect: 'NoExecute', tolerationSeconds: 5 }],
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    },
  ],
  securityContext: { fsGroup: 1, sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] },
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.example.com'] }],
  dnsConfig: { nameservers: ['10.0.0.2'], options: [{ name: 'ndots', value: '2' }] },
};

const labels = { app: 'web' };
const selector = { matchLabels: labels };
const template = { metadata: { labels, annotations: { 'simulation.gotk.dev/after': '1ms' } }, spec: podSpec };
const jobTemplate = {
  metadata: { labels: { app: 'job' } },
  spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'example.com/job:1' }] },
};

function valid(path: string, apiVersion: string, kind: string, fields: object): ValidObject {
  const namespaced = path.includes('/namespaces/');
  const metadata = {
    name: 'seed',
    ...(namespaced && { namespace: 'default' }),
    labels: { app: 'web' },
    annotations: { note: 'x' },
  };
  const given = fields as { readonly metadata?: object };
  return {
    path,
    object: { apiVersion, kind, ...fields, metadata: { ...metadata, ...given.metadata } } as ValidObject['object'],
  };
}

const core = '/api/v1/namespaces/default';
const inGroup = (group: string): string => `/apis/${group}/namespaces/default`;

const workloads: readonly ValidObject[] = [
  valid(`${core}/pods`, 'v1', 'Pod', { spec: podSpec }),
  valid(`${core}/replicationcontrollers`, 'v1', 'ReplicationController', {
    spec: { replicas: 1, selector: labels, template },
  }),
  valid(`${inGroup('apps/v1')}/deployments`, 'apps/v1', 'Deployment', {
    spec: {
      replicas: 2,
      selector,
      template,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
    },
  }),
  valid(`${inGroup('apps/v1')}/replicasets`, 'apps/v1', 'ReplicaSet', { spec: { replicas: 1, selector, template } }),
  valid(`${inGroup('apps/v1')}/statefulsets`, 'apps/v1', 'StatefulSet', {
    spec: {
      ...{ replicas: 2, selector, template, serviceName: 'seed', ordinals: { start: 1 } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'more' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  }),
  valid(`${inGroup('apps/v1')}/daemonsets`, 'apps/v1', 'DaemonSet', { spec: { selector, template } }),
  valid(`${inGroup('batch/v1')}/jobs`, 'batch/v1', 'Job', {
    spec: { completions: 2, parallelism: 1, backoffLimit: 1, ttlSecondsAfterFinished: 100, template: jobTemplate },
  }),
  valid(`${inGroup('batch/v1')}/cronjobs`, 'batch/v1', 'CronJob', {
    spec: {
      schedule: '*/5 * * * *',
      timeZone: 'Europe/Vienna',
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { template: jobTemplate } },
    },
  }),
  valid(`${inGroup('autoscaling/v2')}/horizontalpodautoscalers`, 'autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: {
      ...{
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'seed' },
        minReplicas: 1,
        maxReplicas: 4,
      },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
      behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
    },
  }),
  valid(`${inGroup('policy/v1')}/poddisruptionbudgets`, 'policy/v1', 'PodDisruptionBudget', {
    spec: { minAvailable: '50%', selector },
  }),
];

const settings: readonly ValidObject[] = [
  valid(`${core}/configmaps`, 'v1', 'ConfigMap', { data: { a: 'b' }, binaryData: { c: 'AAE=' } }),
  valid(`${core}/secrets`, 'v1', 'Secret', { type: 'Opaque', data: { k: 'dg==' }, stringData: { l: 'w' } }),
  valid(`${core}/serviceaccounts`, 'v1', 'ServiceAccount', { automountServiceAccountToken: false }),
  valid(`${core}/services`, 'v1', 'Service', {
    spec: {
      type: 'NodePort',
      selector: labels,
      ports: [{ name: 'http', port: 80, targetPort: 'http', appProtocol: 'http' }],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } },
    },
  }),
  valid(`${core}/endpoints`, 'v1', 'Endpoints', {
    subsets: [{ addresses: [{ ip: '10.1.1.1' }], ports: [{ name: 'http', port: 80 }] }],
  }),
  valid(`${core}/persistentvolumeclaims`, 'v1', 'PersistentVolumeClaim', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' },
  }),
  valid('/api/v1/persistentvolumes', 'v1', 'PersistentVolume', {
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: '/data' },
      persistentVolumeReclaimPolicy: 'Retain',
    },
  }),
  valid(`${core}/resourcequotas`, 'v1', 'ResourceQuota', {
    metadata: { name: 'seed' },
    spec: { hard: { 'count/leases.coordination.k8s.io': '1000' }, scopes: [] },
  }),
  valid(`${core}/limitranges`, 'v1', 'LimitRange', {
    spec: { limits: [{ type: 'PersistentVolumeClaim', min: { storage: '1Mi' }, max: { storage: '10Gi' } }] },
  }),
  valid(`${core}/events`, 'v1', 'Event', {
    ...{ reason: 'Seen', message: 'seen', type: 'Normal', count: 1, source: { component: 'test' } },
    involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', name: 'seed', namespace: 'default' },
  }),
  valid('/api/v1/namespaces', 'v1', 'Namespace', {}),
  valid('/api/v1/nodes', 'v1', 'Node', {
    spec: { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }], podCIDR: '10.2.0.0/24' },
  }),
  valid(`${inGroup('coordination.k8s.io/v1')}/leases`, 'coordination.k8s.io/v1', 'Lease', {
    spec: { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2024-01-01T00:00:00.000000Z' },
  }),
  valid(`${inGroup('discovery.k8s.io/v1')}/endpointslices`, 'discovery.k8s.io/v1', 'EndpointSlice', {
    ...{ addressType: 'IPv4', endpoints: [{ addresses: ['10.1.1.2'], conditions: { ready: true } }] },
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
  }),
  valid('/apis/storage.k8s.io/v1/storageclasses', 'storage.k8s.io/v1', 'StorageClass', {
    ...{ provisioner: 'example.com/disk', parameters: { a: 'b' }, volumeBindingMode: 'WaitForFirstConsumer' },
  }),
  valid('/apis/scheduling.k8s.io/v1/priorityclasses', 'scheduling.k8s.io/v1', 'PriorityClass', {
    value: 5,
    preemptionPolicy: 'Never',
  }),
  valid(`${inGroup('networking.k8s.io/v1')}/ingresses`, 'networking.k8s.io/v1', 'Ingress', {
    spec: {
      ingressClassName: 'any',
      tls: [{ hosts: ['a.example.com'], secretName: 'word' }],
      rules: [
        {
          host: 'a.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'seed', port: { number: 80 } } } }],
          },
        },
      ],
    },
  }),
  valid(`${inGroup('networking.k8s.io/v1')}/networkpolicies`, 'networking.k8s.io/v1', 'NetworkPolicy', {
    spec: {
      ...{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      ingress: [
        { from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ port: 80, endPort: 90 }] },
      ],
      egress: [{ to: [{ namespaceSelector: selector, podSelector: selector }] }],
    },
  }),
];

const rules = [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE'] }];

const control: readonly ValidObject[] = [
  valid(`${inGroup('rbac.authorization.k8s.io/v1')}/roles`, 'rbac.authorization.k8s.io/v1', 'Role', {
    rules: [{ apiGroups: [''], resources: ['pods', 'pods/log'], resourceNames: ['one'], verbs: ['get'] }],
  }),
  valid(`${inGroup('rbac.authorization.k8s.io/v1')}/rolebindings`, 'rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'seed' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }],
  }),
  valid('/apis/rbac.authorization.k8s.io/v1/clusterroles', 'rbac.authorization.k8s.io/v1', 'ClusterRole', {
    aggregationRule: { clusterRoleSelectors: [selector] },
    rules: [],
  }),
  valid(
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    {
      metadata: { name: 'seeds.fuzz.example.com' },
      spec: {
        ...{ group: 'fuzz.example.com', scope: 'Namespaced' },
        names: { plural: 'seeds', singular: 'seed', kind: 'Seed', shortNames: ['sd'], categories: ['all'] },
        versions: [
          {
            ...{ name: 'v1', served: true, storage: true },
            subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' } },
            additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
            selectableFields: [{ jsonPath: '.spec.colour' }],
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    required: ['size'],
                    properties: {
                      size: {
                        type: 'integer',
                        minimum: 0,
                        maximum: 10,
                        default: 1,
                        'x-kubernetes-validations': [{ rule: 'self < 10' }],
                      },
                      colour: { type: 'string', enum: ['red', 'blue'], pattern: '^[a-z]+$' },
                      items: {
                        ...{
                          type: 'array',
                          maxItems: 5,
                          'x-kubernetes-list-type': 'map',
                          'x-kubernetes-list-map-keys': ['key'],
                        },
                        items: {
                          type: 'object',
                          required: ['key'],
                          properties: { key: { type: 'string', maxLength: 5 } },
                        },
                      },
                      port: { 'x-kubernetes-int-or-string': true },
                      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                    },
                  },
                  status: { type: 'object', properties: { size: { type: 'integer' } } },
                },
              },
            },
          },
        ],
      },
    },
  ),
  valid(`${inGroup('fuzz.example.com/v1')}/seeds`, 'fuzz.example.com/v1', 'Seed', {
    spec: { size: 2, colour: 'red', items: [{ key: 'a' }], port: 'http', free: { a: [1] } },
  }),
  valid(
    '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    {
      spec: {
        ...{ failurePolicy: 'Fail', matchConstraints: { resourceRules: rules } },
        variables: [{ name: 'n', expression: 'size(object.metadata.name)' }],
        validations: [{ expression: 'variables.n < 300', message: 'too long', reason: 'Invalid' }],
        auditAnnotations: [{ key: 'k', valueExpression: '"v"' }],
      },
    },
  ),
  valid(
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    {
      webhooks: [
        {
          ...{ name: 'a.example.com', sideEffects: 'None', admissionReviewVersions: ['v1'], failurePolicy: 'Ignore' },
          clientConfig: { url: 'https://127.0.0.1:9/' },
          rules: [{ ...rules[0], resources: ['nothing'] }],
        },
      ],
    },
  ),
];

/** One object of many kinds, with most of what they can hold; those that others need come first. */
export const VALID_OBJECTS: readonly ValidObject[] = [...settings, ...workloads, ...control];
