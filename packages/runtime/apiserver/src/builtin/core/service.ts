import { jsonEqual } from '@gotk/json';
import { type FieldError, forbiddenField, invalidField, nameIsDnsLabel, validateLegacyIp } from '@gotk/objects';
import type { StrategyContext } from '../../registry/resource-strategy.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkClusterAddresses } from './check-cluster-addresses.js';
import { checkServiceSpec } from './check-service-spec.js';
import { dropWhatTheTypeLacks } from './drop-type-fields.js';
import { checkLoadBalancerStatus } from './load-balancer-status.js';
import { addressesInUse, allocateAddresses, isHeadlessWithoutSelector, NODE_PORTS } from './service-addresses.js';
import { hasAddress, isOnNodes, type ServiceDraft, type ServiceSpecDraft } from './service-draft.js';
import { serviceWarnings } from './service-warnings.js';

const NETWORK_PREFIX = '10.0.';
const NETWORK = '10.0.0.0/16';

/** Services have addresses and node ports of their own, which the server gives out. */
export const serviceKind = builtinKind<ServiceDraft>({
  strategy: {
    statusField: true,
    prepareForCreate: (service) => {
      service.status = { loadBalancer: {} };
    },
    validate: (service, context) => [
      ...namespacedMeta(service, nameIsDnsLabel),
      ...checkSpec(service, undefined, context),
    ],
    validateUpdate: (service, old, context) => [
      ...changedMeta(service, old),
      ...checkAddressChange(service.spec, old.spec),
      ...checkClassChange(service.spec, old.spec),
      ...checkSpec(service, old.spec, context),
    ],
    validateStatusUpdate: (service, old) => [...changedMeta(service, old), ...checkStatus(service)],
    warn: serviceWarnings,
    allocate: (service, old, { store }) => {
      if (old !== undefined) {
        keepAllocated(service.spec, old.spec);
        dropWhatTheTypeLacks(service.spec, old.spec);
        if (service.spec.type !== 'LoadBalancer') service.status.loadBalancer = {};
      }
      return allocateAddresses(service.spec, store);
    },
  },
});

/** Fields that a client leaves out stay as the server had set them, while the type allows it. */
function keepAllocated(spec: ServiceSpecDraft, old: ServiceSpecDraft): void {
  if (!hasAddress(spec) || !hasAddress(old)) return;
  const isMoved = (spec.clusterIP ?? '') !== '' && spec.clusterIP !== old.clusterIP;
  if (isMoved && jsonEqual(spec.clusterIPs, old.clusterIPs)) spec.clusterIPs = [spec.clusterIP ?? ''];
  if ((spec.clusterIP ?? '') === '' && (spec.clusterIPs ?? []).length === 0 && old.clusterIP !== undefined) {
    spec.clusterIP = old.clusterIP;
    if (old.clusterIPs !== undefined) spec.clusterIPs = [...old.clusterIPs];
  }
  if (old.ipFamilies !== undefined && (spec.ipFamilies ?? []).length === 0) spec.ipFamilies = [...old.ipFamilies];
  if (old.ipFamilyPolicy !== undefined) spec.ipFamilyPolicy ??= old.ipFamilyPolicy;
  if (!isOnNodes(spec) || !isOnNodes(old)) return;
  for (const port of spec.ports ?? []) {
    const before = old.ports?.find(
      (each) => each.port === port.port && (each.protocol ?? 'TCP') === (port.protocol ?? 'TCP'),
    );
    if ((port.nodePort ?? 0) === 0 && before?.nodePort !== undefined) port.nodePort = before.nodePort;
  }
}

function checkClassChange(spec: ServiceSpecDraft, old: ServiceSpecDraft): readonly FieldError[] {
  if (spec.type !== 'LoadBalancer' || old.type !== 'LoadBalancer') return [];
  const { loadBalancerClass: name } = spec;
  if (name === old.loadBalancerClass) return [];
  return [invalidField('spec.loadBalancerClass', name ?? null, 'may not change once set')];
}

function checkAddressChange(spec: ServiceSpecDraft, old: ServiceSpecDraft): readonly FieldError[] {
  if (!hasAddress(spec) || !hasAddress(old)) return [];
  const [now, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []];
  if (before[0] === undefined || before[0] === now[0]) return [];
  if (now.length === 0) return [invalidField('spec.clusterIPs[0]', null, 'primary clusterIP can not be unset')];
  return [invalidField('spec.clusterIPs[0]', [...now], 'may not change once set')];
}

function checkSpec(
  service: ServiceDraft,
  old: ServiceSpecDraft | undefined,
  { store, dryRun }: StrategyContext,
): readonly FieldError[] {
  const { spec, metadata } = service;
  // What cannot be allocated is told alone.
  const addresses = checkClusterAddresses(spec);
  if (addresses.length > 0) return addresses;
  const families = checkFamilies(spec);
  if (families.length > 0) return families;
  const repeated = old === undefined ? checkRepeatedPorts(spec) : [];
  if (repeated.length > 0) return repeated;
  const shape = checkServiceSpec(service);
  if (shape.length > 0) return shape;
  const taken = new Set(addressesInUse(store, metadata.uid));
  const address = spec.clusterIP === old?.clusterIP ? [] : checkAddress(spec, taken, dryRun);
  return address.length > 0 ? address : checkNodePorts(spec, taken, dryRun);
}

/** This cluster gives out addresses of one family alone. */
function checkFamilies(spec: ServiceSpecDraft): readonly FieldError[] {
  const { ipFamilyPolicy: policy, ipFamilies = [] } = spec;
  if (!hasAddress(spec)) return [];
  if (policy === 'SingleStack' && ipFamilies.length > 1) {
    const wanted = "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified";
    return [invalidField('spec.ipFamilyPolicy', policy, wanted)];
  }
  if (isHeadlessWithoutSelector(spec)) return [];
  const missing = ipFamilies.flatMap((family, index) =>
    family === 'IPv4' ? [] : [invalidField(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
  );
  if (policy !== 'RequireDualStack') return missing;
  return [
    invalidField('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services'),
    ...missing,
  ];
}

function checkAddress(
  { clusterIP = '', clusterIPs = [] }: ServiceSpecDraft,
  taken: ReadonlySet<string>,
  dryRun: boolean,
): readonly FieldError[] {
  if (clusterIP === '' || clusterIP === 'None') return [];
  const format = validateLegacyIp(clusterIP, 'spec.clusterIPs[0]');
  if (format.length > 0) return format;
  const refuse = (why: string): readonly FieldError[] => [
    invalidField('spec.clusterIPs', [...clusterIPs], `failed to allocate IP ${clusterIP}: ${why}`),
  ];
  const outside = dryRun
    ? `the provided IP (${clusterIP}) is not in the valid range. The range of valid IPs is ${NETWORK}`
    : 'the provided network does not match the current range';
  if (!clusterIP.startsWith(NETWORK_PREFIX)) return refuse(outside);
  return taken.has(clusterIP) ? refuse('provided IP is already allocated') : [];
}

/** A node port is taken once for each port of the Service, whatever the protocol; the second one finds it taken. */
function checkRepeatedPorts(spec: ServiceSpecDraft): readonly FieldError[] {
  const ports = isOnNodes(spec) ? (spec.ports ?? []) : [];
  const byPort = new Map<number, number>();
  const taken = new Set<number>();
  for (const [index, { port, nodePort = 0 }] of ports.entries()) {
    if (nodePort === 0 || byPort.get(port) === nodePort) continue;
    if (taken.has(nodePort))
      return [invalidField(`spec.ports[${index}].nodePort`, nodePort, 'provided port is already allocated')];
    taken.add(nodePort);
    if (!byPort.has(port)) byPort.set(port, nodePort);
  }
  return [];
}

/** What is only tried sets no ports aside, so that any will do. */
function checkNodePorts(
  { ports = [] }: ServiceSpecDraft,
  taken: ReadonlySet<string>,
  dryRun: boolean,
): readonly FieldError[] {
  return ports.flatMap(({ nodePort }, index) => {
    if (nodePort === undefined || dryRun) return [];
    const field = `spec.ports[${index}].nodePort`;
    if (nodePort < NODE_PORTS.first || nodePort > NODE_PORTS.last) {
      return [
        invalidField(
          field,
          nodePort,
          `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS.first}-${NODE_PORTS.last}`,
        ),
      ];
    }
    return taken.has(`port ${nodePort}`) ? [invalidField(field, nodePort, 'provided port is already allocated')] : [];
  });
}

function checkStatus({ spec, status }: ServiceDraft): readonly FieldError[] {
  const points = status.loadBalancer?.ingress ?? [];
  if (spec.type === 'LoadBalancer') return checkLoadBalancerStatus(points);
  if (points.length === 0) return [];
  return [forbiddenField('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")];
}
