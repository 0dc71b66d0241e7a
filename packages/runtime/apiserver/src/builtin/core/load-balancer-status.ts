import { parseLegacyIpAddress } from '@gotk/ip-address';
import {
  checkDns1123Subdomain,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
  validateLegacyIp,
} from '@gotk/objects';

/** Where a load balancer takes connections. */
export interface IngressPointDraft {
  ip?: string;
  hostname?: string;
  ipMode?: string;
}

const FIELD = 'status.loadBalancer.ingress';
const MODES = ['Proxy', 'VIP'];

/** What is wrong with the points at which a Service of type LoadBalancer is reached. */
export function checkLoadBalancerStatus(points: readonly IngressPointDraft[]): readonly FieldError[] {
  const modes = points.flatMap(({ ip = '', ipMode }, index) => checkMode(ip, ipMode, `${FIELD}[${index}].ipMode`));
  return [...checkReachedPoints(points), ...modes];
}

/** What is wrong with the addresses and host names at which an object is reached. */
export function checkReachedPoints(points: readonly IngressPointDraft[]): readonly FieldError[] {
  return points.flatMap(({ ip = '', hostname = '' }, index) => [
    ...(ip === '' ? [] : validateLegacyIp(ip, `${FIELD}[${index}].ip`)),
    ...(hostname === '' ? [] : checkHostname(hostname, `${FIELD}[${index}].hostname`)),
  ]);
}

function checkMode(ip: string, mode: string | undefined, field: string): readonly FieldError[] {
  if (ip === '') return mode === undefined ? [] : [forbiddenField(field, 'may not be specified when `ip` is not set')];
  if (mode === undefined) return [requiredField(field, 'must be specified when `ip` is set')];
  return MODES.includes(mode) ? [] : [notSupportedField(field, mode, MODES)];
}

function checkHostname(name: string, field: string): readonly FieldError[] {
  const isAddress = parseLegacyIpAddress(name) !== undefined;
  return [
    ...checkDns1123Subdomain(name).map((error) => invalidField(field, name, error)),
    ...(isAddress ? [invalidField(field, name, 'must be a DNS name, not an IP address')] : []),
  ];
}
