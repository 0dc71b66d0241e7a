import {
  checkLabelValue,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
  validateLegacyCidr,
  validateQualifiedName,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';
import type { ResourceList } from './pod-draft.js';
import { checkAmount } from './resource-quota.js';

interface TaintDraft {
  key: string;
  value?: string;
  effect?: string;
  timeAdded?: string;
}

interface NodeDraft extends DraftObject {
  spec: {
    podCIDR?: string;
    podCIDRs?: string[];
    providerID?: string;
    externalID?: string;
    configSource?: object;
    taints?: TaintDraft[];
  };
  status: {
    addresses?: { type: string; address: string }[];
    capacity?: ResourceList;
    allocatable?: ResourceList;
    config?: object;
  };
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const EXTERNAL_ID = 'spec.externalID: this field is deprecated, and is unused by Kubernetes';

/** Nodes are the machines on which pods run. */
export const nodeKind = builtinKind<NodeDraft>({
  strategy: {
    prepareForCreate: dropRemoved,
    prepareForUpdate: dropRemoved,
    validate: check,
    validateUpdate: (node, old) => [...check(node), ...checkChange(node, old)],
    validateStatusUpdate: checkChange,
    warn: ({ spec }) => ((spec.externalID ?? '') === '' ? [] : [EXTERNAL_ID]),
  },
});

/** Kubelets are no longer configured through the API. */
function dropRemoved({ spec, status }: NodeDraft): void {
  delete spec.configSource;
  delete status.config;
}

function check(node: NodeDraft): readonly FieldError[] {
  return [
    ...clusterMeta(node),
    ...checkTaints(node.spec.taints ?? []),
    ...checkAmounts(node.status),
    ...checkCidrs(node.spec.podCIDRs ?? []),
  ];
}

function checkTaints(taints: readonly TaintDraft[]): readonly FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, index) => {
    const { key, value = '', effect = '' } = taint;
    const field = `metadata.taints[${index}]`;
    const problems = checkLabelValue(value);
    const own = `${effect}/${key}`;
    const repeated = {
      ...withInternalValue(duplicateField(field, key), 'core.Taint', taint),
      detail: 'taints must be unique by key and effect pair',
    };
    const errors = [
      ...validateQualifiedName(key, `${field}.key`),
      ...(problems.length === 0 ? [] : [invalidField(`${field}.value`, value, problems.join(';'))]),
      ...(effect === '' ? [requiredField(`${field}.effect`, '')] : []),
      ...(effect === '' || EFFECTS.includes(effect) ? [] : [notSupportedField(`${field}.effect`, effect, EFFECTS)]),
      ...(seen.has(own) ? [repeated] : []),
    ];
    seen.add(own);
    return errors;
  });
}

function checkAmounts(status: NodeDraft['status']): readonly FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((list) =>
    Object.entries(status[list] ?? {}).flatMap(([name, amount]) => checkAmount(name, amount, `status.${list}.${name}`)),
  );
}

function checkCidrs(cidrs: readonly string[]): readonly FieldError[] {
  const field = 'spec.podCIDRs';
  const families = cidrs.map((cidr) => cidr.includes(':'));
  const isDual = cidrs.length === 2 && families[0] !== families[1];
  return [
    ...cidrs.flatMap((cidr, index) => validateLegacyCidr(cidr, `${field}[${index}]`)),
    ...(cidrs.length < 2 || isDual
      ? []
      : [invalidField(field, cidrs, 'may specify no more than one CIDR for each IP family')]),
  ];
}

function checkChange(node: NodeDraft, old: NodeDraft): readonly FieldError[] {
  const { providerID = '', taints = [] } = node.spec;
  const { providerID: before = '' } = old.spec;
  const kept = 'except from "" to valid';
  return [
    ...changedMeta(node, old),
    ...checkAmounts(node.status),
    ...checkAddresses(node.status.addresses ?? []),
    ...checkSameCidrs(node.spec.podCIDRs ?? [], old.spec.podCIDRs ?? []),
    ...(before !== '' && before !== providerID
      ? [forbiddenField('spec.providerID', `node updates may not change providerID ${kept}`)]
      : []),
    ...checkTaints(taints),
    ...((node.spec.externalID ?? '') === (old.spec.externalID ?? '')
      ? []
      : [forbiddenField('spec.externalID', 'may not be updated')]),
  ];
}

function checkAddresses(addresses: readonly { type: string; address: string }[]): readonly FieldError[] {
  const seen = new Set<string>();
  return addresses.flatMap((node, index) => {
    const { type, address } = node;
    const own = `${type}/${address}`;
    const isRepeated = seen.has(own);
    seen.add(own);
    const error = duplicateField(`status.addresses[${index}]`, address);
    return isRepeated ? [withInternalValue(error, 'core.NodeAddress', node)] : [];
  });
}

function checkSameCidrs(cidrs: readonly string[], old: readonly string[]): readonly FieldError[] {
  const refusal = forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid');
  if (old.length === 0) return [];
  if (old.length !== cidrs.length) return [refusal];
  return old.filter((cidr, index) => cidr !== cidrs[index]).map(() => refusal);
}
