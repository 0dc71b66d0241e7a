import { maskIpPrefix, parseLegacyIpPrefix, prefixContainsIp } from '@gotk/ip-address';
import {
  checkPortName,
  checkPortNumber,
  type FieldError,
  forbiddenField,
  invalidField,
  type LabelSelector,
  notSupportedField,
  requiredField,
  validateLabelSelector,
  validateLegacyCidr,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';

interface PolicyPortDraft {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}

interface PeerDraft {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string; except?: string[] };
}

interface NetworkPolicyDraft extends DraftObject {
  spec: {
    podSelector?: LabelSelector;
    ingress?: { ports?: PolicyPortDraft[]; from?: PeerDraft[] }[];
    egress?: { ports?: PolicyPortDraft[]; to?: PeerDraft[] }[];
    policyTypes?: string[];
  };
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const TYPES = ['Ingress', 'Egress'];

/** NetworkPolicies say who may talk to whom. */
export const networkPolicyKind = builtinKind<NetworkPolicyDraft>({
  strategy: {
    validate: (policy) => [...namespacedMeta(policy), ...checkSpec(policy.spec)],
    validateUpdate: (policy, old) => [...changedMeta(policy, old), ...checkSpec(policy.spec)],
  },
});

function checkSpec({
  podSelector,
  ingress = [],
  egress = [],
  policyTypes = [],
}: NetworkPolicyDraft['spec']): readonly FieldError[] {
  return [
    ...validateLabelSelector(podSelector, 'spec.podSelector'),
    ...ingress.flatMap(({ ports = [], from = [] }, index) => [
      ...checkPorts(ports, `spec.ingress[${index}].ports`),
      ...checkPeers(from, `spec.ingress[${index}].from`),
    ]),
    ...egress.flatMap(({ ports = [], to = [] }, index) => [
      ...checkPorts(ports, `spec.egress[${index}].ports`),
      ...checkPeers(to, `spec.egress[${index}].to`),
    ]),
    ...(policyTypes.length > TYPES.length
      ? [invalidField('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes')]
      : policyTypes.flatMap((type, index) =>
          TYPES.includes(type) ? [] : [notSupportedField(`spec.policyTypes[${index}]`, type, TYPES)],
        )),
  ];
}

function checkPorts(ports: readonly PolicyPortDraft[], field: string): readonly FieldError[] {
  return ports.flatMap(({ protocol, port, endPort }, index) => {
    const at = `${field}[${index}]`;
    const known = protocol === undefined || PROTOCOLS.includes(protocol);
    return [
      ...(known ? [] : [notSupportedField(`${at}.protocol`, protocol, PROTOCOLS)]),
      ...checkRange(port, endPort, at),
    ];
  });
}

function checkRange(
  port: number | string | undefined,
  endPort: number | undefined,
  field: string,
): readonly FieldError[] {
  const refuseEnd = (detail: string, value = endPort): readonly FieldError[] =>
    endPort === undefined ? [] : [invalidField(`${field}.endPort`, value ?? 0, detail)];
  if (port === undefined) return refuseEnd('may not be specified when `port` is not specified');
  if (typeof port === 'string')
    return [
      ...refuseEnd('may not be specified when `port` is non-numeric'),
      ...checkPortName(port).map((error) => invalidField(`${field}.port`, port, error)),
    ];
  return [
    ...checkPortNumber(port).map((error) => invalidField(`${field}.port`, port, error)),
    ...(endPort !== undefined && endPort < port ? refuseEnd('must be greater than or equal to `port`', port) : []),
    ...(endPort === undefined ? [] : checkPortNumber(endPort).flatMap((error) => refuseEnd(error))),
  ];
}

function checkPeers(peers: readonly PeerDraft[], field: string): readonly FieldError[] {
  return peers.flatMap(({ podSelector, namespaceSelector, ipBlock }, index) => {
    const at = `${field}[${index}]`;
    const count = [podSelector, namespaceSelector, ipBlock].filter((each) => each !== undefined).length;
    return [
      ...validateLabelSelector(podSelector, `${at}.podSelector`),
      ...validateLabelSelector(namespaceSelector, `${at}.namespaceSelector`),
      ...(ipBlock === undefined ? [] : checkBlock(ipBlock, `${at}.ipBlock`)),
      ...(count === 0 ? [requiredField(at, 'must specify a peer')] : []),
      ...(count > 1 && ipBlock !== undefined
        ? [forbiddenField(at, 'may not specify both ipBlock and another peer')]
        : []),
    ];
  });
}

function checkBlock({ cidr, except = [] }: { cidr: string; except?: string[] }, field: string): readonly FieldError[] {
  if (cidr === '') return [requiredField(`${field}.cidr`)];
  const errors = validateLegacyCidr(cidr, `${field}.cidr`);
  if (errors.length > 0) return errors;
  return except.flatMap((inner, index) => {
    const at = `${field}.except[${index}]`;
    const wrong = validateLegacyCidr(inner, at);
    if (wrong.length > 0) return wrong;
    return isStrictSubset(inner, cidr) ? [] : [invalidField(at, inner, 'must be a strict subset of `cidr`')];
  });
}

function isStrictSubset(inner: string, outer: string): boolean {
  const [innerPrefix, outerPrefix] = [parseLegacyIpPrefix(inner), parseLegacyIpPrefix(outer)];
  if (innerPrefix === undefined || outerPrefix === undefined) return false;
  return outerPrefix.bits < innerPrefix.bits && prefixContainsIp(outerPrefix, maskIpPrefix(innerPrefix).address);
}
