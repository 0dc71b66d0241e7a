import {
  type FieldError,
  invalidField,
  type LabelSelector,
  notSupportedField,
  validateLabelSelector,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { checkAtMostAll, checkIntOrPercent, type IntOrPercent } from '../apps/int-or-percent.js';
import { builtinKind } from '../builtin-kinds.js';
import { type ConditionDraft, checkConditions } from '../check-conditions.js';
import { checkNonNegative } from '../check-numbers.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta } from '../object-meta-rules.js';

interface BudgetDraft extends DraftObject {
  spec: {
    minAvailable?: IntOrPercent;
    maxUnavailable?: IntOrPercent;
    selector?: LabelSelector;
    unhealthyPodEvictionPolicy?: string;
  };
  status: Record<string, unknown>;
}

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];
const COUNTS = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'];

/** PodDisruptionBudgets say how many pods may be missing. */
export const podDisruptionBudgetKind = builtinKind<BudgetDraft>({
  strategy: {
    prepareForCreate: (budget) => {
      budget.status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
    },
    validate: (budget) => checkSpec(budget.spec),
    validateUpdate: (budget, old) => [...checkSpec(budget.spec), ...changedMeta(budget, old)],
    validateStatusUpdate: (budget, old) => [
      ...changedMeta(budget, old),
      ...checkConditions((budget.status['conditions'] ?? []) as readonly ConditionDraft[], 'status.conditions'),
      ...COUNTS.flatMap((name) => checkNonNegative(Number(budget.status[name] ?? 0), `status.${name}`)),
    ],
  },
});

function checkSpec(spec: BudgetDraft['spec']): readonly FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  const refusal = invalidField('spec', null, 'minAvailable and maxUnavailable cannot be both set');
  return [
    ...(both ? [withInternalValue(refusal, 'policy.PodDisruptionBudgetSpec', spec)] : []),
    ...(['minAvailable', 'maxUnavailable'] as const).flatMap((name) => {
      const amount = spec[name];
      const field = `spec.${name}`;
      return amount === undefined ? [] : [...checkIntOrPercent(amount, field), ...checkAtMostAll(amount, field)];
    }),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...(policy === undefined || POLICIES.includes(policy)
      ? []
      : [notSupportedField('spec.unhealthyPodEvictionPolicy', policy, POLICIES)]),
  ];
}
