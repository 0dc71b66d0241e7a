import { sameValue } from '../same-value.js';
import { hasAddress, isOnNodes, type ServiceSpecDraft } from './service-draft.js';

/** A change of type takes away what the new type does not have, unless it was changed too. */
export function dropWhatTheTypeLacks(spec: ServiceSpecDraft, old: ServiceSpecDraft): void {
  const isSame = (...fields: readonly (keyof ServiceSpecDraft)[]): boolean =>
    fields.every((field) => sameValue(spec[field], old[field]));
  if (hasAddress(old) && !hasAddress(spec)) {
    if (isSame('clusterIP', 'clusterIPs')) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    for (const field of ['ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'] as const)
      if (isSame(field)) delete spec[field];
  }
  if (isOnNodes(old) && !isOnNodes(spec) && hasNoNewNodePort(spec, old))
    for (const port of spec.ports ?? []) delete port.nodePort;
  if (isHealthChecked(old) && !isHealthChecked(spec) && isSame('healthCheckNodePort')) delete spec.healthCheckNodePort;
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer')
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const)
      if (isSame(field)) delete spec[field];
  if (isReachedFromOutside(old) && !isReachedFromOutside(spec) && isSame('externalTrafficPolicy'))
    delete spec.externalTrafficPolicy;
}

function hasNoNewNodePort({ ports = [] }: ServiceSpecDraft, { ports: old = [] }: ServiceSpecDraft): boolean {
  const before = old.map(({ nodePort }) => nodePort);
  return ports.every(({ nodePort = 0 }) => nodePort === 0 || before.includes(nodePort));
}

function isHealthChecked({ type, externalTrafficPolicy }: ServiceSpecDraft): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

function isReachedFromOutside(spec: ServiceSpecDraft): boolean {
  return isOnNodes(spec) || (spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0);
}
