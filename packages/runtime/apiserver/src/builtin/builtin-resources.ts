/** One built-in resource, as discovery lists it. */
export interface BuiltinResource {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  /** Default: the kind in lower case. */
  readonly singular?: string;
  /** Default: namespaced. */
  readonly cluster?: boolean;
  /** The preferred one first. Default `v1`. */
  readonly versions?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** Default: all eight. */
  readonly verbs?: readonly string[];
  readonly subresources?: readonly string[];
}

/** Every resource of Kubernetes 1.36's default API groups, in the order of discovery. */
export const builtinResources: readonly BuiltinResource[] = [
  // core
  { group: '', resource: 'bindings', kind: 'Binding', verbs: ['create'] },
  {
    group: '',
    resource: 'componentstatuses',
    kind: 'ComponentStatus',
    cluster: true,
    shortNames: ['cs'],
    verbs: ['get', 'list'],
  },
  { group: '', resource: 'configmaps', kind: 'ConfigMap', shortNames: ['cm'] },
  { group: '', resource: 'endpoints', kind: 'Endpoints', shortNames: ['ep'] },
  { group: '', resource: 'events', kind: 'Event', shortNames: ['ev'] },
  { group: '', resource: 'limitranges', kind: 'LimitRange', shortNames: ['limits'] },
  {
    group: '',
    resource: 'namespaces',
    kind: 'Namespace',
    cluster: true,
    shortNames: ['ns'],
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: ['finalize', 'status'],
  },
  { group: '', resource: 'nodes', kind: 'Node', cluster: true, shortNames: ['no'], subresources: ['proxy', 'status'] },
  {
    group: '',
    resource: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    shortNames: ['pvc'],
    subresources: ['status'],
  },
  {
    group: '',
    resource: 'persistentvolumes',
    kind: 'PersistentVolume',
    cluster: true,
    shortNames: ['pv'],
    subresources: ['status'],
  },
  {
    group: '',
    resource: 'pods',
    kind: 'Pod',
    shortNames: ['po'],
    categories: ['all'],
    subresources: [
      'attach',
      'binding',
      'ephemeralcontainers',
      'eviction',
      'exec',
      'log',
      'portforward',
      'proxy',
      'resize',
      'status',
    ],
  },
  { group: '', resource: 'podtemplates', kind: 'PodTemplate' },
  {
    group: '',
    resource: 'replicationcontrollers',
    kind: 'ReplicationController',
    shortNames: ['rc'],
    categories: ['all'],
    subresources: ['scale', 'status'],
  },
  { group: '', resource: 'resourcequotas', kind: 'ResourceQuota', shortNames: ['quota'], subresources: ['status'] },
  { group: '', resource: 'secrets', kind: 'Secret' },
  { group: '', resource: 'serviceaccounts', kind: 'ServiceAccount', shortNames: ['sa'], subresources: ['token'] },
  {
    group: '',
    resource: 'services',
    kind: 'Service',
    shortNames: ['svc'],
    categories: ['all'],
    subresources: ['proxy', 'status'],
  },
  // apiregistration.k8s.io
  {
    group: 'apiregistration.k8s.io',
    resource: 'apiservices',
    kind: 'APIService',
    cluster: true,
    categories: ['api-extensions'],
    subresources: ['status'],
  },
  // apps
  { group: 'apps', resource: 'controllerrevisions', kind: 'ControllerRevision' },
  {
    group: 'apps',
    resource: 'daemonsets',
    kind: 'DaemonSet',
    shortNames: ['ds'],
    categories: ['all'],
    subresources: ['status'],
  },
  {
    group: 'apps',
    resource: 'deployments',
    kind: 'Deployment',
    shortNames: ['deploy'],
    categories: ['all'],
    subresources: ['scale', 'status'],
  },
  {
    group: 'apps',
    resource: 'replicasets',
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    categories: ['all'],
    subresources: ['scale', 'status'],
  },
  {
    group: 'apps',
    resource: 'statefulsets',
    kind: 'StatefulSet',
    shortNames: ['sts'],
    categories: ['all'],
    subresources: ['scale', 'status'],
  },
  // events.k8s.io
  { group: 'events.k8s.io', resource: 'events', kind: 'Event', shortNames: ['ev'] },
  // authentication.k8s.io
  {
    group: 'authentication.k8s.io',
    resource: 'selfsubjectreviews',
    kind: 'SelfSubjectReview',
    cluster: true,
    verbs: ['create'],
  },
  { group: 'authentication.k8s.io', resource: 'tokenreviews', kind: 'TokenReview', cluster: true, verbs: ['create'] },
  // authorization.k8s.io
  {
    group: 'authorization.k8s.io',
    resource: 'localsubjectaccessreviews',
    kind: 'LocalSubjectAccessReview',
    verbs: ['create'],
  },
  {
    group: 'authorization.k8s.io',
    resource: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    cluster: true,
    verbs: ['create'],
  },
  {
    group: 'authorization.k8s.io',
    resource: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
    cluster: true,
    verbs: ['create'],
  },
  {
    group: 'authorization.k8s.io',
    resource: 'subjectaccessreviews',
    kind: 'SubjectAccessReview',
    cluster: true,
    verbs: ['create'],
  },
  // autoscaling
  {
    group: 'autoscaling',
    resource: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    versions: ['v2', 'v1'],
    shortNames: ['hpa'],
    categories: ['all'],
    subresources: ['status'],
  },
  // batch
  {
    group: 'batch',
    resource: 'cronjobs',
    kind: 'CronJob',
    shortNames: ['cj'],
    categories: ['all'],
    subresources: ['status'],
  },
  { group: 'batch', resource: 'jobs', kind: 'Job', categories: ['all'], subresources: ['status'] },
  // certificates.k8s.io
  {
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    kind: 'CertificateSigningRequest',
    cluster: true,
    shortNames: ['csr'],
    subresources: ['approval', 'status'],
  },
  // networking.k8s.io
  { group: 'networking.k8s.io', resource: 'ingressclasses', kind: 'IngressClass', cluster: true },
  { group: 'networking.k8s.io', resource: 'ingresses', kind: 'Ingress', shortNames: ['ing'], subresources: ['status'] },
  { group: 'networking.k8s.io', resource: 'ipaddresses', kind: 'IPAddress', cluster: true, shortNames: ['ip'] },
  { group: 'networking.k8s.io', resource: 'networkpolicies', kind: 'NetworkPolicy', shortNames: ['netpol'] },
  {
    group: 'networking.k8s.io',
    resource: 'servicecidrs',
    kind: 'ServiceCIDR',
    cluster: true,
    subresources: ['status'],
  },
  // policy
  {
    group: 'policy',
    resource: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    shortNames: ['pdb'],
    subresources: ['status'],
  },
  // rbac.authorization.k8s.io
  { group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings', kind: 'ClusterRoleBinding', cluster: true },
  { group: 'rbac.authorization.k8s.io', resource: 'clusterroles', kind: 'ClusterRole', cluster: true },
  { group: 'rbac.authorization.k8s.io', resource: 'rolebindings', kind: 'RoleBinding' },
  { group: 'rbac.authorization.k8s.io', resource: 'roles', kind: 'Role' },
  // storage.k8s.io
  { group: 'storage.k8s.io', resource: 'csidrivers', kind: 'CSIDriver', cluster: true },
  { group: 'storage.k8s.io', resource: 'csinodes', kind: 'CSINode', cluster: true },
  { group: 'storage.k8s.io', resource: 'csistoragecapacities', kind: 'CSIStorageCapacity' },
  { group: 'storage.k8s.io', resource: 'storageclasses', kind: 'StorageClass', cluster: true, shortNames: ['sc'] },
  {
    group: 'storage.k8s.io',
    resource: 'volumeattachments',
    kind: 'VolumeAttachment',
    cluster: true,
    subresources: ['status'],
  },
  {
    group: 'storage.k8s.io',
    resource: 'volumeattributesclasses',
    kind: 'VolumeAttributesClass',
    cluster: true,
    shortNames: ['vac'],
  },
  // admissionregistration.k8s.io
  {
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingadmissionpolicies',
    kind: 'MutatingAdmissionPolicy',
    cluster: true,
    categories: ['api-extensions'],
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingadmissionpolicybindings',
    kind: 'MutatingAdmissionPolicyBinding',
    cluster: true,
    categories: ['api-extensions'],
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingwebhookconfigurations',
    kind: 'MutatingWebhookConfiguration',
    cluster: true,
    categories: ['api-extensions'],
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    cluster: true,
    categories: ['api-extensions'],
    subresources: ['status'],
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'validatingadmissionpolicybindings',
    kind: 'ValidatingAdmissionPolicyBinding',
    cluster: true,
    categories: ['api-extensions'],
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'validatingwebhookconfigurations',
    kind: 'ValidatingWebhookConfiguration',
    cluster: true,
    categories: ['api-extensions'],
  },
  // apiextensions.k8s.io
  {
    group: 'apiextensions.k8s.io',
    resource: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
    cluster: true,
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    subresources: ['status'],
  },
  // scheduling.k8s.io
  { group: 'scheduling.k8s.io', resource: 'priorityclasses', kind: 'PriorityClass', cluster: true, shortNames: ['pc'] },
  // coordination.k8s.io
  { group: 'coordination.k8s.io', resource: 'leases', kind: 'Lease' },
  // node.k8s.io
  { group: 'node.k8s.io', resource: 'runtimeclasses', kind: 'RuntimeClass', cluster: true },
  // discovery.k8s.io
  { group: 'discovery.k8s.io', resource: 'endpointslices', kind: 'EndpointSlice' },
  // resource.k8s.io
  { group: 'resource.k8s.io', resource: 'deviceclasses', kind: 'DeviceClass', cluster: true },
  { group: 'resource.k8s.io', resource: 'resourceclaims', kind: 'ResourceClaim', subresources: ['status'] },
  { group: 'resource.k8s.io', resource: 'resourceclaimtemplates', kind: 'ResourceClaimTemplate' },
  { group: 'resource.k8s.io', resource: 'resourceslices', kind: 'ResourceSlice', cluster: true },
  // flowcontrol.apiserver.k8s.io
  {
    group: 'flowcontrol.apiserver.k8s.io',
    resource: 'flowschemas',
    kind: 'FlowSchema',
    cluster: true,
    subresources: ['status'],
  },
  {
    group: 'flowcontrol.apiserver.k8s.io',
    resource: 'prioritylevelconfigurations',
    kind: 'PriorityLevelConfiguration',
    cluster: true,
    subresources: ['status'],
  },
];
