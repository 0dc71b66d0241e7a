import {
  checkDns1123Subdomain,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  validateImmutable,
  validateLegacyIp,
  validateQualifiedName,
} from '@gotk/objects';
import type { PodConditionDraft, PodDraft, PodStatusDraft } from '../core/pod-draft.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { checkStateTransitions } from './check-state-transitions.js';

/** What is wrong with the status of a pod, or with its change. */
export function checkPodStatus(
  { status, spec }: PodDraft,
  { status: old, spec: oldSpec }: PodDraft,
): readonly FieldError[] {
  return [
    ...(status.conditions ?? []).flatMap((condition, index) =>
      checkCondition(condition, `status.conditions[${index}]`),
    ),
    ...checkNomination(status, old, (oldSpec.nodeName ?? '') !== ''),
    ...checkGeneration(status['observedGeneration'], 'status.observedGeneration'),
    ...validateImmutable(status.qosClass ?? '', old.qosClass ?? '', 'status.qosClass'),
    ...checkStateTransitions(status, old, oldSpec),
    ...checkClaimStatuses(status, spec),
    ...checkAddresses(addressesOf(status, 'podIPs'), addressesOf(old, 'podIPs'), {
      field: 'status.podIPs',
      type: '[]core.PodIP',
    }),
    ...checkHostAddresses(status, old),
  ];
}

/** Conditions of Kubernetes' own. */
const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];

function checkCondition({ type, observedGeneration }: PodConditionDraft, field: string): readonly FieldError[] {
  return [
    ...checkGeneration(observedGeneration, `${field}.observedGeneration`),
    ...(SYSTEM_CONDITIONS.includes(type) ? [] : validateQualifiedName(type, `${field}.Type`)),
  ];
}

function checkGeneration(generation: unknown, field: string): readonly FieldError[] {
  const shown = Number(generation ?? 0);
  return shown < 0 ? [invalidField(field, shown, 'must be a non-negative integer')] : [];
}

function checkNomination(status: PodStatusDraft, old: PodStatusDraft, isBound: boolean): readonly FieldError[] {
  const field = 'status.nominatedNodeName';
  const name = String(status['nominatedNodeName'] ?? '');
  if (name === '' || name === old['nominatedNodeName']) return [];
  return [
    ...checkDns1123Subdomain(name).map((error) => invalidField(field, name, error)),
    ...(isBound ? [forbiddenField(field, 'may not be set on pods that are already bound to a node')] : []),
  ];
}

interface ClaimStatus {
  readonly name?: string;
  readonly resourceClaimName?: string;
}

function checkClaimStatuses(status: PodStatusDraft, spec: PodDraft['spec']): readonly FieldError[] {
  const statuses = (status['resourceClaimStatuses'] ?? []) as readonly ClaimStatus[]; // By the kind's codec.
  const claims = ((spec['resourceClaims'] ?? []) as readonly { readonly name?: string }[]).map(({ name }) => name);
  const names = statuses.map(({ name = '' }) => name);
  return statuses.flatMap(({ name = '', resourceClaimName }, index) => {
    const at = `status.resourceClaimStatuses[${index}]`;
    const detail = 'must match the name of an entry in `spec.resourceClaims`';
    return [
      ...(claims.includes(name) ? [] : [invalidField(`${at}.name`, name, detail)]),
      ...(names.indexOf(name) < index ? [duplicateField(`${at}.name`, name)] : []),
      ...(resourceClaimName === undefined ? [] : checkDns1123Subdomain(resourceClaimName)).map((error) =>
        invalidField(`${at}.resourceClaimName`, resourceClaimName ?? '', error),
      ),
    ];
  });
}

function addressesOf(status: PodStatusDraft, list: 'podIPs' | 'hostIPs'): readonly string[] {
  const addresses = (status[list] ?? []) as readonly { readonly ip?: string }[]; // By the kind's codec.
  return addresses.map(({ ip = '' }) => ip);
}

function checkHostAddresses(status: PodStatusDraft, old: PodStatusDraft): readonly FieldError[] {
  const addresses = addressesOf(status, 'hostIPs');
  const [first] = addresses;
  if (first === undefined) return [];
  const isSame = String(status['hostIP'] ?? '') === first;
  return [
    ...(isSame ? [] : [invalidField('status.hostIPs[0].ip', first, 'must be equal to `hostIP`')]),
    ...checkAddresses(addresses, addressesOf(old, 'hostIPs'), { field: 'status.hostIPs', type: '[]core.HostIP' }),
  ];
}

interface AddressList {
  readonly field: string;
  readonly type: '[]core.PodIP' | '[]core.HostIP';
}

/** Addresses that were there before may stay as they are. */
function checkAddresses(
  addresses: readonly string[],
  old: readonly string[],
  { field, type }: AddressList,
): readonly FieldError[] {
  const wrong = addresses.flatMap((ip, index) => (old.includes(ip) ? [] : validateLegacyIp(ip, `${field}[${index}]`)));
  const families = new Set(addresses.map((ip) => ip.includes(':')));
  if (addresses.length < 2 || (addresses.length === 2 && families.size === 2)) return wrong;
  const error = invalidField(field, null, 'may specify no more than one IP for each IP family');
  const shown = addresses.map((ip) => ({ ip }));
  return [...wrong, withInternalValue(error, type, shown)];
}
