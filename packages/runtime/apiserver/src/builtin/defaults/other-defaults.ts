import type { CrdDraft } from '../../crd/crd-strategy.js';
import { declareDefaults } from './declare-defaults.js';
import type { TypeDefaults } from './type-defaults.js';

const RBAC = 'io.k8s.api.rbac.v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const FLOW = 'io.k8s.api.flowcontrol.v1';
const RESOURCE = 'io.k8s.api.resource.v1';

const roleRef = declareDefaults<{ roleRef: { apiGroup?: string } }>((binding) => {
  binding.roleRef.apiGroup ||= RBAC_GROUP;
});
const deviceCount = declareDefaults<{ allocationMode?: string; count?: number }>((request) => {
  request.allocationMode ||= 'ExactCount';
  if (request.allocationMode === 'ExactCount') request.count ||= 1;
});

/** Defaults of the smaller groups. */
export const otherDefaults: Readonly<Record<string, TypeDefaults>> = {
  [`${RBAC}.ClusterRoleBinding`]: roleRef,
  [`${RBAC}.RoleBinding`]: roleRef,
  [`${RBAC}.Subject`]: declareDefaults<{ kind: string; apiGroup?: string }>((subject) => {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= RBAC_GROUP;
  }),
  'io.k8s.api.scheduling.v1.PriorityClass': declareDefaults<{ preemptionPolicy?: string }>((priority) => {
    priority.preemptionPolicy ??= 'PreemptLowerPriority';
  }),
  'io.k8s.api.storage.v1.StorageClass': declareDefaults<{ reclaimPolicy?: string; volumeBindingMode?: string }>(
    (storage) => {
      storage.reclaimPolicy ??= 'Delete';
      storage.volumeBindingMode ??= 'Immediate';
    },
  ),
  'io.k8s.api.storage.v1.CSIDriverSpec': declareDefaults<Record<string, unknown>>((spec) => {
    spec['attachRequired'] ??= true;
    spec['podInfoOnMount'] ??= false;
    spec['storageCapacity'] ??= false;
    spec['fsGroupPolicy'] ??= 'ReadWriteOnceWithFSType';
    const { volumeLifecycleModes = [] } = spec as { volumeLifecycleModes?: string[] };
    if (volumeLifecycleModes.length === 0) spec['volumeLifecycleModes'] = ['Persistent'];
    spec['requiresRepublish'] ??= false;
    spec['seLinuxMount'] ??= false;
  }),
  'io.k8s.api.authentication.v1.TokenRequestSpec': declareDefaults<{ expirationSeconds?: number }>((spec) => {
    spec.expirationSeconds ??= 3600;
  }),
  [`${FLOW}.FlowSchemaSpec`]: declareDefaults<{ matchingPrecedence: number }>((spec) => {
    spec.matchingPrecedence ||= 1000;
  }),
  [`${FLOW}.ExemptPriorityLevelConfiguration`]: declareDefaults<Record<string, unknown>>((level) => {
    level['nominalConcurrencyShares'] ??= 0;
    level['lendablePercent'] ??= 0;
  }),
  [`${FLOW}.LimitedPriorityLevelConfiguration`]: declareDefaults<Record<string, unknown>>((level) => {
    level['nominalConcurrencyShares'] ??= 30;
    level['lendablePercent'] ??= 0;
  }),
  [`${FLOW}.QueuingConfiguration`]: declareDefaults<Record<string, number>>((queuing) => {
    queuing['handSize'] ||= 8;
    queuing['queues'] ||= 64;
    queuing['queueLengthLimit'] ||= 50;
  }),
  [`${RESOURCE}.ExactDeviceRequest`]: deviceCount,
  [`${RESOURCE}.DeviceSubRequest`]: deviceCount,
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition':
    declareDefaults<CrdDraft>(setCrdDefaults),
};

function setCrdDefaults(crd: CrdDraft): void {
  const { names, versions } = crd.spec;
  const { kind = '' } = names;
  names.singular ||= kind.toLowerCase();
  if (kind !== '') names.listKind ||= `${kind}List`;
  crd.spec.conversion ??= { strategy: 'None' };
  const stored = (versions ?? []).find(({ storage }) => storage);
  if (stored !== undefined && (crd.status?.storedVersions ?? []).length === 0)
    crd.status = { ...crd.status, storedVersions: [stored.name] };
}
