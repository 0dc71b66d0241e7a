import { cidrWarnings, ipWarnings } from '../address-warnings.js';
import type { ServiceDraft } from './service-draft.js';

const HINTS = 'service.kubernetes.io/topology-aware-hints';
const MODE = 'service.kubernetes.io/topology-mode';

/** What about a Service probably is not meant so. */
export function serviceWarnings({ metadata, spec }: ServiceDraft): readonly string[] {
  const { type, clusterIPs = [], externalIPs = [], loadBalancerIP = '', externalName = '' } = spec;
  const isHeadless = clusterIPs.length === 1 && clusterIPs[0] === 'None';
  const isExternal = type === 'ExternalName';
  const hasExternal = externalIPs.length > 0;
  const when = (is: boolean, text: string): readonly string[] => (is ? [text] : []);
  return [
    ...when(
      metadata.annotations?.[HINTS] !== undefined,
      `annotation ${HINTS} is deprecated, please use ${MODE} instead`,
    ),
    ...(isHeadless ? [] : clusterIPs.flatMap((ip, index) => ipWarnings(ip, `spec.clusterIPs[${index}]`))),
    ...when(isHeadless && loadBalancerIP !== '', 'spec.loadBalancerIP is ignored for headless services'),
    ...when(isHeadless && hasExternal, 'spec.externalIPs is ignored for headless services'),
    ...when(isHeadless && spec.sessionAffinity !== 'None', 'spec.SessionAffinity is ignored for headless services'),
    ...externalIPs.flatMap((ip, index) => ipWarnings(ip, `spec.externalIPs[${index}]`)),
    ...when(
      hasExternal && !isHeadless && !isExternal,
      'spec.externalIPs is deprecated and may no longer be implemented in some clusters',
    ),
    ...ipWarnings(loadBalancerIP, 'spec.loadBalancerIP'),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((range, index) =>
      cidrWarnings(range, `spec.loadBalancerSourceRanges[${index}]`),
    ),
    ...when(isExternal && hasExternal, 'spec.externalIPs is ignored when spec.type is "ExternalName"'),
    ...when(!isExternal && externalName !== '', 'spec.externalName is ignored when spec.type is not "ExternalName"'),
    ...when(
      spec.trafficDistribution === 'PreferClose',
      'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
    ),
  ];
}
