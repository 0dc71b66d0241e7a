import {
  duplicateField,
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
  validateLegacyIp,
} from '@gotk/objects';
import type { ServiceSpecDraft } from './service-draft.js';

const FAMILIES = ['IPv4', 'IPv6'];
const FAMILY_POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const FIELD = 'spec.clusterIPs';

/** What is wrong with the addresses that a Service names for itself. */
export function checkClusterAddresses(spec: ServiceSpecDraft): readonly FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const { clusterIPs = [], ipFamilies = [], ipFamilyPolicy: policy } = spec;
  const errors = [
    ...checkFirst(spec),
    ...ipFamilies.flatMap((family, index) => [
      ...(FAMILIES.includes(family) ? [] : [notSupportedField(`spec.ipFamilies[${index}]`, family, FAMILIES)]),
      ...(ipFamilies.indexOf(family) < index ? [duplicateField(`spec.ipFamilies[${index}]`, family)] : []),
    ]),
    ...(policy === undefined || FAMILY_POLICIES.includes(policy)
      ? []
      : [notSupportedField('spec.ipFamilyPolicy', policy, FAMILY_POLICIES)]),
  ];
  const wrong = clusterIPs.flatMap((ip, index) => checkEach(ip, index, clusterIPs));
  const many = clusterIPs.length > 2 ? [invalidField(FIELD, clusterIPs, 'may only hold up to 2 values')] : [];
  if (wrong.length > 0) return [...errors, ...wrong, ...many];
  return [...errors, ...many, ...checkStacks(clusterIPs), ...checkMatch(clusterIPs, ipFamilies)];
}

function checkFirst({ clusterIP = '', clusterIPs = [] }: ServiceSpecDraft): readonly FieldError[] {
  if (clusterIP === '')
    return clusterIPs.length === 0
      ? []
      : [invalidField(FIELD, clusterIPs, 'must be empty when `clusterIP` is not specified')];
  if (clusterIPs.length === 0) return [requiredField(FIELD)];
  return clusterIPs[0] === clusterIP ? [] : [invalidField(FIELD, clusterIPs, 'first value must match `clusterIP`')];
}

function checkEach(ip: string, index: number, all: readonly string[]): readonly FieldError[] {
  if (index > 0 || ip !== 'None') return validateLegacyIp(ip, `${FIELD}[${index}]`);
  return all.length > 1 ? [invalidField(FIELD, all, "'None' must be the first and only value")] : [];
}

function isVersion6(ip: string): boolean {
  return ip.includes(':');
}

function checkStacks(clusterIPs: readonly string[]): readonly FieldError[] {
  if (clusterIPs.length < 2) return [];
  const both = clusterIPs.some(isVersion6) && clusterIPs.some((ip) => !isVersion6(ip));
  return both ? [] : [invalidField(FIELD, clusterIPs, 'may specify no more than one IP for each IP family')];
}

function checkMatch(clusterIPs: readonly string[], families: readonly string[]): readonly FieldError[] {
  if (clusterIPs[0] === 'None') return [];
  return clusterIPs.slice(0, families.length).flatMap((ip, index) => {
    const actual = isVersion6(ip) ? 'IPv6' : 'IPv4';
    const wanted = families[index] ?? actual;
    if (wanted === actual || !FAMILIES.includes(wanted)) return [];
    const detail = `expected an ${wanted} value as indicated by \`ipFamilies[${index}]\``;
    return [invalidField(`${FIELD}[${index}]`, ip, detail)];
  });
}
