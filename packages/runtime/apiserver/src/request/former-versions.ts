const WORKLOADS = ['Deployment', 'StatefulSet', 'ControllerRevision'];
const ROLES = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];
const FLOWS = ['FlowSchema', 'PriorityLevelConfiguration'];
const POLICIES = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];
const MUTATING = ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'];
const WEBHOOKS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];
const CLAIMS = ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'];

/** Kinds of versions that Kubernetes 1.36 still knows and does not serve by default. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io/v1alpha1': [...POLICIES, ...MUTATING],
  'admissionregistration.k8s.io/v1beta1': [...WEBHOOKS, ...POLICIES, ...MUTATING],
  'apps/v1beta1': [...WORKLOADS, 'DeploymentRollback', 'Scale'],
  'apps/v1beta2': [...WORKLOADS, 'DaemonSet', 'ReplicaSet', 'Scale'],
  'authentication.k8s.io/v1alpha1': ['SelfSubjectReview'],
  'authentication.k8s.io/v1beta1': ['SelfSubjectReview', 'TokenReview'],
  'authorization.k8s.io/v1beta1': [
    ...['SelfSubjectRulesReview', 'SelfSubjectAccessReview', 'SubjectAccessReview', 'LocalSubjectAccessReview'],
  ],
  'batch/v1beta1': ['CronJob'],
  'certificates.k8s.io/v1alpha1': ['ClusterTrustBundle'],
  'certificates.k8s.io/v1beta1': ['CertificateSigningRequest', 'ClusterTrustBundle', 'PodCertificateRequest'],
  'coordination.k8s.io/v1alpha2': ['LeaseCandidate'],
  'coordination.k8s.io/v1beta1': ['Lease', 'LeaseCandidate'],
  'discovery.k8s.io/v1beta1': ['EndpointSlice'],
  'events.k8s.io/v1beta1': ['Event'],
  'extensions/v1beta1': [
    ...['Deployment', 'DeploymentRollback', 'Scale', 'DaemonSet', 'Ingress', 'ReplicaSet', 'NetworkPolicy'],
  ],
  'flowcontrol.apiserver.k8s.io/v1beta1': FLOWS,
  'flowcontrol.apiserver.k8s.io/v1beta2': FLOWS,
  'flowcontrol.apiserver.k8s.io/v1beta3': FLOWS,
  'internal.apiserver.k8s.io/v1alpha1': ['StorageVersion'],
  'networking.k8s.io/v1beta1': ['Ingress', 'IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io/v1alpha1': ['RuntimeClass'],
  'node.k8s.io/v1beta1': ['RuntimeClass'],
  'policy/v1beta1': ['PodDisruptionBudget', 'Eviction'],
  'rbac.authorization.k8s.io/v1alpha1': ROLES,
  'rbac.authorization.k8s.io/v1beta1': ROLES,
  'resource.k8s.io/v1alpha3': ['DeviceTaintRule', 'ResourcePoolStatusRequest'],
  'resource.k8s.io/v1beta1': CLAIMS,
  'resource.k8s.io/v1beta2': [...CLAIMS, 'DeviceTaintRule'],
  'scheduling.k8s.io/v1alpha2': ['Workload', 'PodGroup'],
  'scheduling.k8s.io/v1beta1': ['PriorityClass'],
  'storage.k8s.io/v1alpha1': ['VolumeAttachment', 'CSIStorageCapacity', 'VolumeAttributesClass'],
  'storage.k8s.io/v1beta1': [
    ...['StorageClass', 'VolumeAttachment', 'CSIDriver', 'CSINode', 'CSIStorageCapacity', 'VolumeAttributesClass'],
  ],
  'storagemigration.k8s.io/v1beta1': ['StorageVersionMigration'],
};

/** Whether Kubernetes knows a kind in a version that it does not serve. */
export function isKnownUnserved(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(KNOWN, apiVersion) && (KNOWN[apiVersion] ?? []).includes(kind);
}
