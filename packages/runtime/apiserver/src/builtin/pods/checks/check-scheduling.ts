import {
  checkDns1123Label,
  checkDns1123Subdomain,
  checkLabelValue,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  type LabelSelector,
  notSupportedField,
  requiredField,
  validateLabelSelector,
  validateQualifiedName,
} from '@gotk/objects';
import type { TolerationDraft } from '../../core/pod-draft.js';
import { checkLabelKeys, type LabelKeys } from './check-label-keys.js';

/** What is wrong with tolerations. */
export function checkTolerations(tolerations: readonly TolerationDraft[], field: string): readonly FieldError[] {
  return tolerations.flatMap((toleration, index) => checkToleration(toleration, `${field}[${index}]`));
}

function checkToleration(toleration: TolerationDraft, field: string): readonly FieldError[] {
  const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
  const errors: FieldError[] = [];
  if (key !== '') errors.push(...validateQualifiedName(key, `${field}.key`));
  if (key === '' && operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalidField(`${field}.operator`, operator, detail));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    errors.push(invalidField(`${field}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  return [...errors, ...checkOperator(toleration, `${field}.operator`), ...checkEffect(effect, `${field}.effect`)];
}

function checkOperator({ operator = '', value = '' }: TolerationDraft, field: string): readonly FieldError[] {
  if (operator === '' || operator === 'Equal') {
    const problems = checkLabelValue(value);
    return problems.length === 0 ? [] : [invalidField(field, value, problems.join(';'))];
  }
  if (operator === 'Exists')
    return value === '' ? [] : [invalidField(field, value, "value must be empty when `operator` is 'Exists'")];
  const known = operator === 'Lt' || operator === 'Gt';
  return [notSupportedField(field, operator, known ? ['Equal', 'Exists', 'Lt', 'Gt'] : ['Equal', 'Exists'])];
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function checkEffect(effect: string, field: string): readonly FieldError[] {
  return effect === '' || EFFECTS.includes(effect) ? [] : [notSupportedField(field, effect, EFFECTS)];
}

interface Requirement {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}
interface NodeTerm {
  readonly matchExpressions?: readonly Requirement[];
  readonly matchFields?: readonly Requirement[];
}
/** Terms that choose nodes. */
export interface NodeSelector {
  readonly nodeSelectorTerms?: readonly NodeTerm[] | null;
}
interface PodTerm extends LabelKeys {
  readonly namespaceSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly topologyKey?: string;
}
interface PodAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodTerm[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly weight?: number;
    readonly podAffinityTerm?: PodTerm;
  }[];
}
interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly weight?: number;
    readonly preference?: NodeTerm;
  }[];
}
/** The `affinity` of a pod. */
export interface Affinity {
  readonly nodeAffinity?: NodeAffinity;
  readonly podAffinity?: PodAffinity;
  readonly podAntiAffinity?: PodAffinity;
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** What is wrong with the affinity of a pod. */
export function checkAffinity(affinity: Affinity | undefined, field: string): readonly FieldError[] {
  if (affinity === undefined) return [];
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  return [
    ...checkNodeAffinity(nodeAffinity ?? {}, `${field}.nodeAffinity`),
    ...checkPodAffinity(podAffinity ?? {}, `${field}.podAffinity`),
    ...checkPodAffinity(podAntiAffinity ?? {}, `${field}.podAntiAffinity`),
  ];
}

function checkNodeAffinity(affinity: NodeAffinity, field: string): readonly FieldError[] {
  const required = affinity[REQUIRED];
  return [
    ...(required === undefined ? [] : checkNodeSelector(required, `${field}.${REQUIRED}`)),
    ...(affinity[PREFERRED] ?? []).flatMap(({ weight = 0, preference = {} }, index) => [
      ...checkWeight(weight, `${field}.${PREFERRED}[${index}].weight`),
      ...checkNodeTerm(preference, `${field}.${PREFERRED}[${index}].preference`, false),
    ]),
  ];
}

/** What is wrong with a choice of nodes by terms, one of which must hold. */
export function checkNodeSelector(selector: NodeSelector, field: string): readonly FieldError[] {
  const terms = selector.nodeSelectorTerms ?? [];
  const at = `${field}.nodeSelectorTerms`;
  if (terms.length === 0) return [requiredField(at, 'must have at least one node selector term')];
  return terms.flatMap((term, index) => checkNodeTerm(term, `${at}[${index}]`, true));
}

function checkWeight(weight: number, field: string): readonly FieldError[] {
  return weight > 0 && weight <= 100 ? [] : [invalidField(field, weight, 'must be in the range 1-100')];
}

function checkNodeTerm({ matchExpressions = [], matchFields = [] }: NodeTerm, field: string, strict: boolean) {
  return [
    ...matchExpressions.flatMap((item, index) => checkExpression(item, `${field}.matchExpressions[${index}]`, strict)),
    ...matchFields.flatMap((item, index) => checkMatchField(item, `${field}.matchFields[${index}]`)),
  ];
}

function checkExpression({ key = '', operator = '', values = [] }: Requirement, field: string, strict: boolean) {
  const labels = strict
    ? values.flatMap((value, index) =>
        checkLabelValue(value).map((error) => invalidField(`${field}.values[${index}]`, value, error)),
      )
    : [];
  return [...checkValueCount(operator, values, field), ...validateQualifiedName(key, `${field}.key`), ...labels];
}

function checkValueCount(operator: string, values: readonly string[], field: string): readonly FieldError[] {
  const at = `${field}.values`;
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [requiredField(at, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist': {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      return values.length === 0 ? [] : [forbiddenField(at, detail)];
    }
    case 'Gt':
    case 'Lt': {
      const detail = "must be specified single value when `operator` is 'Lt' or 'Gt'";
      return values.length === 1 ? [] : [requiredField(at, detail)];
    }
    default:
      return [invalidField(`${field}.operator`, operator, 'not a valid selector operator')];
  }
}

function checkMatchField({ key = '', operator = '', values = [] }: Requirement, field: string): readonly FieldError[] {
  const single = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  const counted =
    operator === 'In' || operator === 'NotIn'
      ? values.length === 1
        ? []
        : [requiredField(`${field}.values`, single)]
      : [invalidField(`${field}.operator`, operator, 'not a valid selector operator')];
  if (key !== 'metadata.name') return [...counted, invalidField(`${field}.key`, key, 'not a valid field selector key')];
  const names = values.flatMap((value, index) =>
    checkDns1123Subdomain(value).map((error) => invalidField(`${field}.values[${index}]`, value, error)),
  );
  return [...counted, ...names];
}

function checkPodAffinity(affinity: PodAffinity, field: string): readonly FieldError[] {
  return [
    ...(affinity[REQUIRED] ?? []).flatMap((term, index) => checkPodTerm(term, `${field}.${REQUIRED}[${index}]`)),
    ...(affinity[PREFERRED] ?? []).flatMap(({ weight = 0, podAffinityTerm = {} }, index) => [
      ...checkWeight(weight, `${field}.${PREFERRED}[${index}].weight`),
      ...checkPodTerm(podAffinityTerm, `${field}.${PREFERRED}[${index}].podAffinityTerm`),
    ]),
  ];
}

function checkPodTerm(term: PodTerm, field: string): readonly FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term;
  return [
    ...(labelSelector === undefined ? [] : validateLabelSelector(labelSelector, `${field}.labelSelector`)),
    ...(namespaceSelector === undefined ? [] : validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`)),
    ...namespaces.flatMap((name) =>
      checkDns1123Label(name).map((error) => invalidField(`${field}.namespace`, name, error)),
    ),
    ...checkLabelKeys(term, field),
    ...(topologyKey === '' ? [requiredField(`${field}.topologyKey`, 'can not be empty')] : []),
    ...validateQualifiedName(topologyKey, `${field}.topologyKey`),
  ];
}

/** One of a pod's `topologySpreadConstraints`. */
export interface SpreadConstraint extends LabelKeys {
  readonly maxSkew?: number;
  readonly topologyKey?: string;
  readonly whenUnsatisfiable?: string;
  readonly minDomains?: number;
  readonly nodeAffinityPolicy?: string;
  readonly nodeTaintsPolicy?: string;
}

const NODE_POLICIES = ['Honor', 'Ignore'];
const SCHEDULE_ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];

/** What is wrong with how pods are to be spread. */
export function checkSpread(constraints: readonly SpreadConstraint[], field: string): readonly FieldError[] {
  return constraints.flatMap((constraint, index) => {
    const at = `${field}[${index}]`;
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '', labelSelector, minDomains } = constraint;
    const repeated = constraints
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
    return [
      ...(maxSkew > 0 ? [] : [invalidField(`${at}.maxSkew`, maxSkew, 'must be greater than zero')]),
      ...(topologyKey === '' ? [requiredField(`${at}.topologyKey`, 'can not be empty')] : []),
      ...(SCHEDULE_ACTIONS.includes(whenUnsatisfiable)
        ? []
        : [notSupportedField(`${at}.whenUnsatisfiable`, whenUnsatisfiable, SCHEDULE_ACTIONS)]),
      ...(repeated ? [duplicateField(`${at}.{topologyKey, whenUnsatisfiable}`, pair)] : []),
      ...(minDomains === undefined ? [] : checkMinDomains(minDomains, whenUnsatisfiable, `${at}.minDomains`)),
      ...checkNodePolicies(constraint, at),
      ...checkLabelKeys(constraint, at),
      ...(labelSelector === undefined ? [] : validateLabelSelector(labelSelector, `${at}.labelSelector`)),
    ];
  });
}

function checkNodePolicies(constraint: SpreadConstraint, field: string): readonly FieldError[] {
  return (['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const).flatMap((name) => {
    const policy = constraint[name];
    if (policy === undefined || NODE_POLICIES.includes(policy)) return [];
    return [notSupportedField(`${field}.${name}`, policy, NODE_POLICIES)];
  });
}

function checkMinDomains(domains: number, action: string, field: string): readonly FieldError[] {
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
  return [
    ...(domains > 0 ? [] : [invalidField(field, domains, 'must be greater than zero')]),
    ...(action === 'DoNotSchedule' ? [] : [invalidField(field, domains, detail)]),
  ];
}
