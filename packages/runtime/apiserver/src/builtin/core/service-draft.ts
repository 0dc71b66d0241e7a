import type { DraftObject } from '../../drafts/draft.js';

export interface ServicePortDraft {
  name?: string;
  protocol?: string;
  appProtocol?: string;
  port: number;
  targetPort?: string | number;
  nodePort?: number;
}

export interface ServiceSpecDraft {
  ports?: ServicePortDraft[];
  selector?: Record<string, string>;
  clusterIP?: string;
  clusterIPs?: string[];
  type?: string;
  externalIPs?: string[];
  sessionAffinity?: string;
  loadBalancerIP?: string;
  loadBalancerSourceRanges?: string[];
  externalName?: string;
  externalTrafficPolicy?: string;
  healthCheckNodePort?: number;
  publishNotReadyAddresses?: boolean;
  sessionAffinityConfig?: { clientIP?: { timeoutSeconds?: number } };
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  allocateLoadBalancerNodePorts?: boolean;
  loadBalancerClass?: string;
  internalTrafficPolicy?: string;
  trafficDistribution?: string;
}

/** A Service under way to the store. */
export interface ServiceDraft extends DraftObject {
  spec: ServiceSpecDraft;
  status: {
    loadBalancer?: { ingress?: { ip?: string; hostname?: string; ipMode?: string }[] };
    conditions?: unknown[];
  };
}

/** Whether the Service has an address in the cluster (or is headless). */
export function hasAddress({ type }: ServiceSpecDraft): boolean {
  return type !== 'ExternalName';
}

/** Whether the type of the Service opens ports on every node. */
export function isOnNodes({ type }: ServiceSpecDraft): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** Whether ports on every node are given out to the Service. */
export function hasNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpecDraft): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}
