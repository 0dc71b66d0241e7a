import type { DraftObject } from '../../drafts/draft.js';
import type { ResourceList } from '../core/pod-draft.js';
import type { SecretDraft } from '../core/secret.js';
import type { ServiceDraft } from '../core/service-draft.js';
import { copyMissing, declareDefaults } from './declare-defaults.js';
import { roundResources } from './round-resources.js';
import type { TypeDefaults } from './type-defaults.js';

const CORE = 'io.k8s.api.core.v1';
const CLIENT_IP_TIMEOUT_SECONDS = 10_800;

interface LimitDraft {
  type: string;
  max?: ResourceList;
  min?: ResourceList;
  default?: ResourceList;
  defaultRequest?: ResourceList;
}

interface ControllerDraft extends DraftObject {
  spec: { selector?: Record<string, string>; template?: { metadata: { labels?: Record<string, string> } } };
}

const roundNode = roundResources('capacity', 'allocatable');
const roundLimits = roundResources('max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio');

/** Defaults of the core group's kinds but pods. */
export const coreDefaults: Readonly<Record<string, TypeDefaults>> = {
  [`${CORE}.Namespace`]: declareDefaults<DraftObject & { status: { phase?: string } }>(({ metadata, status }) => {
    if ((metadata.name ?? '') !== '')
      metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name ?? '' };
    status.phase ||= 'Active';
  }),
  [`${CORE}.Service`]: declareDefaults<ServiceDraft>(setServiceDefaults),
  [`${CORE}.Secret`]: declareDefaults<SecretDraft & { stringData?: Record<string, string> }>((secret) => {
    secret.type ||= 'Opaque';
    // Texts are only another way to write data.
    const texts = Object.entries(secret.stringData ?? {});
    const encoded = texts.map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
    if (texts.length > 0) secret.data = { ...secret.data, ...Object.fromEntries(encoded) };
    delete secret.stringData;
  }),
  [`${CORE}.PersistentVolume`]: declareDefaults<{
    spec: { persistentVolumeReclaimPolicy?: string; volumeMode?: string };
    status: { phase?: string };
  }>(({ spec, status }) => {
    status.phase ||= 'Pending';
    spec.persistentVolumeReclaimPolicy ||= 'Retain';
    spec.volumeMode ??= 'Filesystem';
  }),
  [`${CORE}.PersistentVolumeSpec`]: roundResources('capacity'),
  [`${CORE}.PersistentVolumeClaimStatus`]: roundResources('capacity', 'allocatedResources'),
  [`${CORE}.PersistentVolumeClaim`]: declareDefaults<{ status: { phase?: string } }>(({ status }) => {
    status.phase ||= 'Pending';
  }),
  [`${CORE}.PersistentVolumeClaimSpec`]: declareDefaults<{ volumeMode?: string }>((spec) => {
    spec.volumeMode ??= 'Filesystem';
  }),
  [`${CORE}.VolumeResourceRequirements`]: roundResources('limits', 'requests'),
  [`${CORE}.ResourceQuotaSpec`]: roundResources('hard'),
  [`${CORE}.ResourceQuotaStatus`]: roundResources('hard', 'used'),
  [`${CORE}.EndpointPort`]: declareDefaults<{ protocol?: string }>((port) => {
    port.protocol ||= 'TCP';
  }),
  [`${CORE}.NodeStatus`]: declareDefaults<{ capacity?: ResourceList; allocatable?: ResourceList }>((status) => {
    roundNode(status as never);
    const { capacity, allocatable = {} } = status;
    if (capacity !== undefined && Object.keys(allocatable).length === 0) status.allocatable = { ...capacity };
  }),
  [`${CORE}.NodeSpec`]: declareDefaults<{ podCIDR?: string; podCIDRs?: string[] }>((spec) => {
    // The first of the ranges is the one that there was before there could be several.
    const { podCIDR = '', podCIDRs = [] } = spec;
    if (podCIDR !== '' && podCIDRs[0] !== podCIDR) spec.podCIDRs = [podCIDR];
    else if (podCIDRs[0] !== undefined) spec.podCIDR = podCIDRs[0];
  }),
  [`${CORE}.LimitRangeItem`]: declareDefaults<LimitDraft>((item) => {
    roundLimits(item as never);
    if (item.type === 'Container') setContainerLimits(item);
  }),
  [`${CORE}.ReplicationController`]: declareDefaults<ControllerDraft>(({ metadata, spec }) => {
    const labels = spec.template?.metadata.labels;
    if (labels === undefined) return;
    if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
    if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
  }),
};

/** Of a container's limits the default is the maximum, and what it asks for the default or the minimum. */
function setContainerLimits(item: LimitDraft): void {
  const limits = { ...item.default };
  copyMissing(item.max, limits);
  const requests = { ...item.defaultRequest };
  copyMissing(limits, requests);
  copyMissing(item.min, requests);
  if (Object.keys(limits).length > 0) item.default = limits;
  if (Object.keys(requests).length > 0) item.defaultRequest = requests;
}

function setServiceDefaults({ spec, status }: ServiceDraft): void {
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  else if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: CLIENT_IP_TIMEOUT_SECONDS } };
  }
  spec.type ||= 'ClusterIP';
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP';
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port;
  }
  setTrafficDefaults(spec);
  if (spec.type === 'LoadBalancer') {
    spec.allocateLoadBalancerNodePorts ??= true;
    for (const ingress of status.loadBalancer?.ingress ?? []) if (ingress.ip !== undefined) ingress.ipMode ??= 'VIP';
  }
}

function setTrafficDefaults(spec: ServiceDraft['spec']): void {
  const isExternal =
    spec.type === 'NodePort' ||
    spec.type === 'LoadBalancer' ||
    (spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0);
  if (isExternal) spec.externalTrafficPolicy ||= 'Cluster';
  if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster';
}
