/**
 * Kinds that Kubernetes 1.36 calls deprecated: `version deprecated removed replacement kinds…`, `-` for none. `*`: the kind's list
 * too; `Kind=Other`: the replacement has another name.
 */
const ROWS: readonly string[] = [
  'admissionregistration.k8s.io/v1alpha1 1.29 1.32 - ValidatingAdmissionPolicy* ValidatingAdmissionPolicyBinding*',
  'admissionregistration.k8s.io/v1alpha1 1.35 1.38 - MutatingAdmissionPolicy* MutatingAdmissionPolicyBinding*',
  'admissionregistration.k8s.io/v1beta1 1.16 1.22 admissionregistration.k8s.io/v1 MutatingWebhookConfiguration* ValidatingWebhookConfiguration*',
  'admissionregistration.k8s.io/v1beta1 1.31 1.34 - ValidatingAdmissionPolicy* ValidatingAdmissionPolicyBinding*',
  'admissionregistration.k8s.io/v1beta1 1.37 1.40 admissionregistration.k8s.io/v1 MutatingAdmissionPolicy* MutatingAdmissionPolicyBinding*',
  'apps/v1beta1 1.8 1.16 apps/v1 ControllerRevision* Deployment* DeploymentRollback StatefulSet*',
  'apps/v1beta1 1.8 1.16 autoscaling/v1 Scale',
  'apps/v1beta2 1.9 1.16 apps/v1 ControllerRevision* DaemonSet* Deployment* ReplicaSet* StatefulSet*',
  'apps/v1beta2 1.9 1.16 autoscaling/v1 Scale',
  'authentication.k8s.io/v1alpha1 1.29 1.32 - SelfSubjectReview',
  'authentication.k8s.io/v1beta1 1.19 1.22 authentication.k8s.io/v1 TokenReview',
  'authentication.k8s.io/v1beta1 1.30 1.33 - SelfSubjectReview',
  'authorization.k8s.io/v1beta1 1.19 1.22 authorization.k8s.io/v1 LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  'batch/v1beta1 1.21 1.25 batch/v1 CronJob*',
  'certificates.k8s.io/v1alpha1 1.34 1.37 - ClusterTrustBundle*',
  'certificates.k8s.io/v1beta1 1.19 1.22 certificates.k8s.io/v1 CertificateSigningRequest*',
  'certificates.k8s.io/v1beta1 1.37 1.40 - ClusterTrustBundle*',
  'certificates.k8s.io/v1beta1 1.38 1.41 - PodCertificateRequest*',
  'coordination.k8s.io/v1alpha2 1.35 1.38 - LeaseCandidate*',
  'coordination.k8s.io/v1beta1 1.19 1.22 coordination.k8s.io/v1 Lease*',
  'coordination.k8s.io/v1beta1 1.36 1.39 - LeaseCandidate*',
  'discovery.k8s.io/v1beta1 1.21 1.25 discovery.k8s.io/v1 EndpointSlice EndpointSliceList=EndpointSlice',
  'events.k8s.io/v1beta1 1.22 1.25 - Event*',
  'extensions/v1beta1 1.14 1.22 networking.k8s.io/v1 Ingress*',
  'extensions/v1beta1 1.2 1.16 - Scale',
  'extensions/v1beta1 1.8 1.16 - DeploymentRollback',
  'extensions/v1beta1 1.8 1.16 apps/v1 DaemonSet* Deployment* ReplicaSet*',
  'extensions/v1beta1 1.9 1.16 networking.k8s.io/v1 NetworkPolicy*',
  'flowcontrol.apiserver.k8s.io/v1beta1 1.23 1.26 flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema* PriorityLevelConfiguration*',
  'flowcontrol.apiserver.k8s.io/v1beta2 1.26 1.29 flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema* PriorityLevelConfiguration*',
  'flowcontrol.apiserver.k8s.io/v1beta3 1.29 1.32 flowcontrol.apiserver.k8s.io/v1 FlowSchema* PriorityLevelConfiguration*',
  'networking.k8s.io/v1beta1 1.19 1.22 networking.k8s.io/v1 Ingress* IngressClass=IngressClassList IngressClassList',
  'networking.k8s.io/v1beta1 1.34 1.37 - IPAddress* ServiceCIDR*',
  'node.k8s.io/v1beta1 1.22 1.25 - RuntimeClass*',
  'policy/v1beta1 1.21 1.25 policy/v1 PodDisruptionBudget*',
  'policy/v1beta1 1.22 1.25 - Eviction',
  'rbac.authorization.k8s.io/v1beta1 1.17 1.22 rbac.authorization.k8s.io/v1 ClusterRole* ClusterRoleBinding* Role* RoleBinding*',
  'resource.k8s.io/v1alpha3 1.36 1.39 - DeviceTaintRule*',
  'resource.k8s.io/v1alpha3 1.39 1.42 - ResourcePoolStatusRequest*',
  'resource.k8s.io/v1beta1 1.35 1.38 - DeviceClass* ResourceClaim* ResourceClaimTemplate* ResourceSlice*',
  'resource.k8s.io/v1beta2 1.36 1.39 - DeviceClass* ResourceClaim* ResourceClaimTemplate* ResourceSlice*',
  'resource.k8s.io/v1beta2 1.39 1.42 - DeviceTaintRule*',
  'scheduling.k8s.io/v1beta1 1.14 1.22 scheduling.k8s.io/v1 PriorityClass*',
  'storage.k8s.io/v1alpha1 1.21 1.24 storage.k8s.io/v1 VolumeAttachment*',
  'storage.k8s.io/v1alpha1 1.21 1.24 storage.k8s.io/v1beta1 CSIStorageCapacity*',
  'storage.k8s.io/v1alpha1 1.32 1.35 storage.k8s.io/v1 VolumeAttributesClass*',
  'storage.k8s.io/v1beta1 1.17 1.22 storage.k8s.io/v1 CSINode CSINodeList=CSINode',
  'storage.k8s.io/v1beta1 1.19 1.22 storage.k8s.io/v1 CSIDriver* StorageClass* VolumeAttachment*',
  'storage.k8s.io/v1beta1 1.24 1.27 storage.k8s.io/v1 CSIStorageCapacity*',
  'storage.k8s.io/v1beta1 1.34 1.37 storage.k8s.io/v1 VolumeAttributesClass*',
  'storagemigration.k8s.io/v1beta1 1.38 1.41 - StorageVersionMigration*',
  'v1 1.19 - - ComponentStatus*',
  'v1 1.33 - discovery.k8s.io/v1 Endpoints=EndpointSlice*',
];

/** Since when a kind is deprecated, and what Kubernetes says of it. */
export interface Deprecation {
  readonly major: number;
  readonly minor: number;
  readonly message: string;
}

let table: ReadonlyMap<string, Deprecation> | undefined;

/** What Kubernetes says of a version of a kind; `undefined` when it is not deprecated. */
export function findDeprecation(apiVersion: string, kind: string): Deprecation | undefined {
  table ??= new Map(ROWS.flatMap(parseRow));
  return table.get(`${apiVersion} ${kind}`);
}

function parseRow(row: string): [string, Deprecation][] {
  const [version = '', deprecated = '', removed = '', replacement = '', ...kinds] = row.split(' ');
  const [major = 0, minor = 0] = deprecated.split('.').map(Number);
  return kinds.flatMap(expandKind).map(([kind, other]) => {
    const gone = removed === '-' ? '' : `, unavailable in v${removed}+`;
    const instead = replacement === '-' ? '' : `; use ${replacement} ${other}`;
    const message = `${version} ${kind} is deprecated in v${deprecated}+${gone}${instead}`;
    return [`${version} ${kind}`, { major, minor, message }];
  });
}

function expandKind(text: string): [kind: string, replacement: string][] {
  const hasList = text.endsWith('*');
  const [kind = '', other = kind] = (hasList ? text.slice(0, -1) : text).split('=');
  return hasList
    ? [
        [kind, other],
        [`${kind}List`, `${other}List`],
      ]
    : [[kind, other]];
}
