import {
  checkDns1123Label,
  checkDns1123Subdomain,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
  tooLongField,
  validateLabels,
  validateLegacyIp,
  validateQualifiedName,
} from '@gotk/objects';
import type { PodSpecDraft } from '../../core/pod-draft.js';
import { checkAllContainers, checkOneOf } from './check-containers.js';
import { checkHostUsers, checkOs } from './check-os.js';
import { checkPodClaims, type PodClaimDraft } from './check-pod-claims.js';
import { checkPodResources } from './check-resources.js';
import {
  type Affinity,
  checkAffinity,
  checkSpread,
  checkTolerations,
  type SpreadConstraint,
} from './check-scheduling.js';
import { checkSearchDomain } from './check-search-domain.js';
import { checkPodSecurity } from './check-security.js';
import { checkVolumes } from './check-volumes.js';
import { checkHostProcess } from './check-windows.js';

const MAX_INT32 = 2_147_483_647;
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];

/** What is wrong with the spec of a pod, or of a template of pods, which has no `podName`. */
export function checkPodSpec(spec: PodSpecDraft, field: string, podName?: string): readonly FieldError[] {
  const isPod = podName !== undefined;
  const volumes = checkVolumes(spec.volumes ?? [], `${field}.volumes`, podName);
  const claims = (spec['resourceClaims'] ?? []) as readonly PodClaimDraft[];
  const claimNames = claims.map(({ name }) => name);
  return [
    ...(spec.terminationGracePeriodSeconds === undefined
      ? [requiredField(`${field}.terminationGracePeriodSeconds`)]
      : []),
    ...volumes.errors,
    ...checkPodClaims(claims, `${field}.resourceClaims`),
    ...checkAllContainers({ spec, volumes: volumes.byName, claimNames }, field),
    ...checkPodResources(spec, `${field}.resources`),
    ...checkHostNetwork(spec, field, isPod),
    ...checkOneOf(spec.restartPolicy ?? '', RESTART_POLICIES, `${field}.restartPolicy`),
    ...checkOneOf(spec.dnsPolicy ?? '', DNS_POLICIES, `${field}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...checkPodSecurity(spec, `${field}.securityContext`),
    ...checkHostUsers(spec, field),
    ...checkOs(spec, field),
    ...checkHostProcess(spec, field),
    ...checkAffinity(spec['affinity'] as Affinity | undefined, `${field}.affinity`),
    ...checkDnsConfig(spec, `${field}.dnsConfig`),
    ...checkGates(spec, field),
    ...checkSpread(
      (spec['topologySpreadConstraints'] ?? []) as readonly SpreadConstraint[],
      `${field}.topologySpreadConstraints`,
    ),
    ...checkHostname(spec, field),
    ...checkNames(spec, field),
    ...checkTolerations(spec.tolerations ?? [], `${field}.tolerations`),
    ...checkHostAliases(spec, `${field}.hostAliases`),
    ...checkPriority(spec, field),
  ];
}

function checkHostNetwork(spec: PodSpecDraft, field: string, isPod: boolean): readonly FieldError[] {
  if (spec.hostNetwork !== true) return [];
  const detail = 'must match `containerPort` when `hostNetwork` is true';
  return (spec.containers ?? []).flatMap(({ ports = [] }, container) =>
    ports.flatMap(({ hostPort = 0, containerPort }, port) => {
      if (hostPort === containerPort || (!isPod && hostPort === 0)) return [];
      return [invalidField(`${field}.containers[${container}].ports[${port}].hostPort`, hostPort, detail)];
    }),
  );
}

interface DnsConfig {
  readonly nameservers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly { readonly name?: string }[];
}

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

function checkDnsConfig({ dnsPolicy, dnsConfig }: PodSpecDraft, field: string): readonly FieldError[] {
  const config = dnsConfig as DnsConfig | undefined;
  if (dnsPolicy === 'None') {
    if (config === undefined) return [requiredField(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
    if ((config.nameservers ?? []).length === 0) return [requiredField(`${field}.nameservers`, detail)];
  }
  const { nameservers = [], searches = [], options = [] } = config ?? {};
  const errors: FieldError[] = [];
  const limit = (name: string, values: readonly string[], detail: string) =>
    errors.push(invalidField(`${field}.${name}`, values, `must not have more than ${detail}`));
  if (nameservers.length > MAX_NAMESERVERS) limit('nameservers', nameservers, `${MAX_NAMESERVERS} nameservers`);
  errors.push(...nameservers.flatMap((ip, index) => validateLegacyIp(ip, `${field}.nameservers[${index}]`)));
  if (searches.length > MAX_SEARCHES) limit('searches', searches, `${MAX_SEARCHES} search paths`);
  if (searches.join(' ').length > MAX_SEARCH_CHARACTERS)
    limit('searches', searches, `${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`);
  for (const [index, search] of searches.entries()) {
    if (search === '.') continue;
    // Names of search domains may begin with an underscore.
    const name = search.replace(/\.$/, '');
    errors.push(...checkSearchDomain(name).map((error) => invalidField(`${field}.searches[${index}]`, name, error)));
  }
  for (const [index, { name = '' }] of options.entries())
    if (name === '') errors.push(requiredField(`${field}.options[${index}]`, 'must not be empty'));
  return errors;
}

function checkGates(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const ready = (spec['readinessGates'] ?? []) as readonly { readonly conditionType: string }[];
  const gates = spec.schedulingGates ?? [];
  const names = gates.map(({ name }) => name);
  return [
    ...ready.flatMap(({ conditionType }, index) =>
      validateQualifiedName(conditionType, `${field}.readinessGates[${index}].conditionType`),
    ),
    ...gates.flatMap(({ name }, index) => [
      ...validateQualifiedName(name, `${field}.schedulingGates[${index}]`),
      ...(names.indexOf(name) < index ? [duplicateField(`${field}.schedulingGates[${index}]`, name)] : []),
    ]),
  ];
}

const MAX_HOSTNAME = 64;

function checkHostname(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const name = spec['hostnameOverride'] as string | undefined;
  if (name === undefined) return [];
  const at = `${field}.hostnameOverride`;
  return [
    ...(spec['setHostnameAsFQDN'] === true
      ? [forbiddenField(at, 'may not be specified when setHostnameAsFQDN is true')]
      : []),
    ...(spec.hostNetwork === true ? [forbiddenField(at, 'may not be specified when hostNetwork is true')] : []),
    ...(name.length > MAX_HOSTNAME ? [tooLongField(at, MAX_HOSTNAME)] : []),
    ...checkDns1123Subdomain(name).map((error) => invalidField(at, name, error)),
  ];
}

function checkNames(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const {
    serviceAccountName = '',
    nodeName = '',
    activeDeadlineSeconds: seconds,
    hostname = '',
    subdomain = '',
  } = spec;
  const check = (name: string, value: string, rule: (text: string) => readonly string[]) =>
    value === '' ? [] : rule(value).map((error) => invalidField(`${field}.${name}`, value, error));
  const range = `must be between 1 and ${MAX_INT32}, inclusive`;
  return [
    ...check('serviceAccountName', serviceAccountName, checkDns1123Subdomain),
    ...check('nodeName', nodeName, checkDns1123Subdomain),
    ...(seconds !== undefined && (seconds < 1 || seconds > MAX_INT32)
      ? [invalidField(`${field}.activeDeadlineSeconds`, seconds, range)]
      : []),
    ...check('hostname', hostname, checkDns1123Label),
    ...check('subdomain', subdomain, checkDns1123Label),
  ];
}

function checkHostAliases(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const aliases = (spec['hostAliases'] ?? []) as readonly {
    readonly ip?: string;
    readonly hostnames?: readonly string[];
  }[];
  return aliases.flatMap(({ ip = '', hostnames = [] }, index) => [
    ...validateLegacyIp(ip, `${field}[${index}].ip`),
    ...hostnames.flatMap((name, item) =>
      checkDns1123Subdomain(name).map((error) => invalidField(`${field}[${index}].hostnames[${item}]`, name, error)),
    ),
  ]);
}

function checkPriority(spec: PodSpecDraft, field: string): readonly FieldError[] {
  const { priorityClassName = '', preemptionPolicy } = spec;
  const runtimeClassName = spec['runtimeClassName'] as string | undefined;
  const os = spec['os'] as { readonly name?: string } | undefined;
  return [
    ...(priorityClassName === '' ? [] : checkDns1123Subdomain(priorityClassName)).map((error) =>
      invalidField(`${field}.priorityClassName`, priorityClassName, error),
    ),
    ...(runtimeClassName === undefined ? [] : checkDns1123Subdomain(runtimeClassName)).map((error) =>
      invalidField(`${field}.runtimeClassName`, runtimeClassName ?? '', error),
    ),
    ...(preemptionPolicy === undefined
      ? []
      : checkOneOf(preemptionPolicy, PREEMPTION_POLICIES, `${field}.preemptionPolicy`)),
    ...(os === undefined || os.name === 'linux' || os.name === 'windows'
      ? []
      : os.name === undefined || os.name === ''
        ? [requiredField(`${field}.os.name`)]
        : [notSupportedField(`${field}.os`, os.name, ['linux', 'windows'])]),
  ];
}
