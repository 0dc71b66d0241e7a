import {
  checkDns1123Label,
  checkDns1123Subdomain,
  checkPortName,
  checkPortNumber,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
  validateLabels,
  validateLegacyCidr,
  validateLegacyIp,
  validateQualifiedName,
} from '@gotk/objects';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import type { ServiceDraft, ServicePortDraft, ServiceSpecDraft } from './service-draft.js';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const AFFINITIES = ['ClientIP', 'None'];
const TRAFFIC_POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const MAX_TIMEOUT_SECONDS = 86_400;
const ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";

/** What is wrong with the spec of a Service by itself, in the order in which Kubernetes tells it. */
export function checkServiceSpec(service: ServiceDraft): readonly FieldError[] {
  const { spec } = service;
  const { type = '', ports = [] } = spec;
  return [
    ...(ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName' ? [requiredField('spec.ports')] : []),
    ...checkByType(spec),
    ...checkPorts(ports),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...checkAffinity(spec),
    ...(spec.externalIPs ?? []).flatMap((ip, index) => checkExternalIp(ip, `spec.externalIPs[${index}]`)),
    ...(type === '' ? [requiredField('spec.type')] : []),
    ...(type === '' || TYPES.includes(type) ? [] : [notSupportedField('spec.type', type, TYPES)]),
    ...checkNodePortUse(spec),
    ...checkRepeatedPorts(ports),
    ...checkSourceRanges(service),
    ...checkLoadBalancer(spec),
    ...checkTraffic(spec),
  ];
}

function isHeadless({ clusterIPs }: ServiceSpecDraft): boolean {
  return clusterIPs?.length === 1 && clusterIPs[0] === 'None';
}

function checkByType(spec: ServiceSpecDraft): readonly FieldError[] {
  const { type, externalName = '' } = spec;
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec))
    return [invalidField('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)];
  if (type !== 'ExternalName') return [];
  const refuse = (field: string): FieldError => forbiddenField(field, 'may not be set for ExternalName services');
  const name = externalName.replace(/\.$/, '');
  return [
    ...((spec.clusterIPs ?? []).length > 0 ? [refuse('spec.clusterIPs')] : []),
    ...((spec.ipFamilies ?? []).length > 0 ? [refuse('spec.ipFamilies')] : []),
    ...(spec.ipFamilyPolicy === undefined ? [] : [refuse('spec.ipFamilyPolicy')]),
    ...(name === ''
      ? [requiredField('spec.externalName')]
      : checkDns1123Subdomain(name).map((error) => invalidField('spec.externalName', name, error))),
  ];
}

function checkPorts(ports: readonly ServicePortDraft[]): readonly FieldError[] {
  const names = ports.map(({ name = '' }) => name);
  return ports.flatMap((port, index) => {
    const field = `spec.ports[${index}]`;
    const { name = '' } = port;
    const named =
      name === ''
        ? ports.length > 1
          ? [requiredField(`${field}.name`)]
          : []
        : [
            ...checkDns1123Label(name).map((error) => invalidField(`${field}.name`, name, error)),
            ...(names.indexOf(name) < index ? [duplicateField(`${field}.name`, name)] : []),
          ];
    return [...named, ...checkPort(port, field)];
  });
}

function checkPort(
  { port, protocol = '', targetPort = 0, appProtocol }: ServicePortDraft,
  field: string,
): readonly FieldError[] {
  const target = typeof targetPort === 'number' ? checkPortNumber(targetPort) : checkPortName(targetPort);
  return [
    ...checkPortNumber(port).map((error) => invalidField(`${field}.port`, port, error)),
    ...(protocol === '' ? [requiredField(`${field}.protocol`)] : []),
    ...(protocol === '' || PROTOCOLS.includes(protocol)
      ? []
      : [notSupportedField(`${field}.protocol`, protocol, PROTOCOLS)]),
    ...target.map((error) => invalidField(`${field}.targetPort`, targetPort, error)),
    ...(appProtocol === undefined ? [] : validateQualifiedName(appProtocol, `${field}.appProtocol`)),
  ];
}

function checkAffinity({
  sessionAffinity = '',
  sessionAffinityConfig: config,
}: ServiceSpecDraft): readonly FieldError[] {
  const field = 'spec.sessionAffinity';
  if (sessionAffinity === '') return [requiredField(field)];
  if (!AFFINITIES.includes(sessionAffinity)) return [notSupportedField(field, sessionAffinity, AFFINITIES)];
  if (sessionAffinity === 'None')
    return config === undefined
      ? []
      : [forbiddenField(`${field}Config`, 'must not be set when session affinity is None')];
  const at = `${field}Config.clientIP.timeoutSeconds`;
  const seconds = config?.clientIP?.timeoutSeconds ?? 0;
  if (seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS) return [];
  return [invalidField(at, seconds, `must be greater than 0 and less than ${MAX_TIMEOUT_SECONDS}`)];
}

function checkExternalIp(ip: string, field: string): readonly FieldError[] {
  const errors = validateLegacyIp(ip, field);
  if (errors.length > 0) return errors;
  const refuse = (detail: string): readonly FieldError[] => [invalidField(field, ip, detail)];
  if (ip === '0.0.0.0' || ip === '::') return refuse(`may not be unspecified (${ip})`);
  if (/^127\./.test(ip) || ip === '::1') return refuse('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (/^169\.254\./.test(ip) || /^fe[89ab]/i.test(ip))
    return refuse('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (/^224\.0\.0\./.test(ip) || /^ff02:/i.test(ip))
    return refuse('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  return [];
}

function checkNodePortUse({ type, ports = [] }: ServiceSpecDraft): readonly FieldError[] {
  const used = ports.map(({ protocol = '', nodePort = 0 }) => (nodePort === 0 ? '' : `${protocol} ${nodePort}`));
  const refused = "may not be used when `type` is 'ClusterIP'";
  return [
    ...(type === 'ClusterIP'
      ? used.flatMap((port, index) => (port === '' ? [] : [forbiddenField(`spec.ports[${index}].nodePort`, refused)]))
      : []),
    ...used.flatMap((port, index) =>
      port !== '' && used.indexOf(port) < index
        ? [duplicateField(`spec.ports[${index}].nodePort`, ports[index]?.nodePort ?? 0)]
        : [],
    ),
  ];
}

function checkRepeatedPorts(ports: readonly ServicePortDraft[]): readonly FieldError[] {
  const keys = ports.map(({ protocol, port }) => `${protocol ?? ''} ${port}`);
  return ports.flatMap(({ protocol, port }, index) => {
    if (keys.indexOf(keys[index] ?? '') === index) return [];
    const error = duplicateField(`spec.ports[${index}]`, null);
    return [withInternalValue(error, 'core.ServicePort', { protocol, port })];
  });
}

const RANGES_ANNOTATION = 'service.beta.kubernetes.io/load-balancer-source-ranges';

function checkSourceRanges({
  metadata,
  spec: { type, loadBalancerSourceRanges: ranges = [] },
}: ServiceDraft): readonly FieldError[] {
  const annotation = metadata.annotations?.[RANGES_ANNOTATION];
  if (ranges.length === 0) return annotation === undefined ? [] : checkRangesAnnotation(annotation, type);
  const field = 'spec.LoadBalancerSourceRanges';
  return [
    ...(type === 'LoadBalancer' ? [] : [forbiddenField(field, ONLY_BALANCED)]),
    ...ranges.flatMap((range, index) => validateLegacyCidr(range.trim(), `${field}[${index}]`)),
  ];
}

function checkRangesAnnotation(text: string, type: string | undefined): readonly FieldError[] {
  const field = `metadata.annotations[${RANGES_ANNOTATION}]`;
  if (type !== 'LoadBalancer') return [forbiddenField(field, ONLY_BALANCED)];
  const ranges = text.trim() === '' ? [] : text.trim().split(',');
  return ranges.flatMap((range) => validateLegacyCidr(range.trim(), field));
}

function checkLoadBalancer({
  type,
  allocateLoadBalancerNodePorts: allocates,
  loadBalancerClass: name,
}: ServiceSpecDraft): readonly FieldError[] {
  const field = 'spec.loadBalancerClass';
  if (type === 'LoadBalancer')
    return [
      ...(allocates === undefined ? [requiredField('allocateLoadBalancerNodePorts')] : []),
      ...(name === undefined ? [] : validateQualifiedName(name, field)),
    ];
  return [
    ...(allocates === undefined ? [] : [forbiddenField('spec.allocateLoadBalancerNodePorts', ONLY_BALANCED)]),
    ...(name === undefined ? [] : [forbiddenField(field, ONLY_BALANCED)]),
  ];
}

function checkTraffic(spec: ServiceSpecDraft): readonly FieldError[] {
  const { internalTrafficPolicy: internal, trafficDistribution: distribution, type } = spec;
  const field = 'spec.internalTrafficPolicy';
  const needsInternal = type === 'NodePort' || type === 'LoadBalancer' || type === 'ClusterIP';
  return [
    ...checkExternalTraffic(spec),
    ...checkHealthPort(spec),
    ...(internal === undefined && needsInternal ? [requiredField(field)] : []),
    ...(internal === undefined || TRAFFIC_POLICIES.includes(internal)
      ? []
      : [notSupportedField(field, internal, TRAFFIC_POLICIES)]),
    ...(distribution === undefined || DISTRIBUTIONS.includes(distribution)
      ? []
      : [notSupportedField('spec.trafficDistribution', distribution, DISTRIBUTIONS)]),
  ];
}

function checkExternalTraffic({
  type,
  externalIPs = [],
  externalTrafficPolicy: policy = '',
}: ServiceSpecDraft): readonly FieldError[] {
  const field = 'spec.externalTrafficPolicy';
  const isExternal = type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIPs.length > 0);
  if (!isExternal)
    return policy === '' ? [] : [invalidField(field, policy, 'may only be set for externally-accessible services')];
  if (policy === '') return [requiredField(field)];
  return TRAFFIC_POLICIES.includes(policy) ? [] : [notSupportedField(field, policy, TRAFFIC_POLICIES)];
}

function checkHealthPort({
  type,
  externalTrafficPolicy,
  healthCheckNodePort: port = 0,
}: ServiceSpecDraft): readonly FieldError[] {
  const field = 'spec.healthCheckNodePort';
  if (type === 'LoadBalancer' && externalTrafficPolicy === 'Local')
    return port === 0 ? [requiredField(field)] : checkPortNumber(port).map((error) => invalidField(field, port, error));
  const only = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return port === 0 ? [] : [invalidField(field, port, only)];
}
