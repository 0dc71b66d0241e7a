import type { Condition, ConditionState } from './condition.js';

/** Which conditions are summed up into which. */
export interface SummaryRule {
  /** Type of the condition that sums up, usually `Ready`. */
  readonly target: string;
  /** Types that are summed up, the most telling first. */
  readonly of: readonly string[];
  /** Those of them whose `True` is bad news. */
  readonly negativePolarity: readonly string[];
}

/**
 * One condition that tells the most important of several: bad news first, then positive failures, then what is well.
 *
 * @returns `undefined` when none of the conditions in `of` is present.
 */
export function summarizeConditions(conditions: readonly Condition[], rule: SummaryRule): ConditionState | undefined {
  const present = rule.of.flatMap((type) => conditions.filter((condition) => condition.type === type));
  const [first] = present.toSorted((a, b) => priorityOf(a, rule) - priorityOf(b, rule));
  if (first === undefined) return undefined;
  return {
    type: rule.target,
    status: summarizedStatus(first, rule),
    reason: first.reason,
    message: first.message,
  };
}

const UNKNOWN_PRIORITY = 4;

function priorityOf({ type, status }: Condition, { negativePolarity }: SummaryRule): number {
  const negative = negativePolarity.includes(type);
  if (status === 'Unknown') return UNKNOWN_PRIORITY;
  if (status === 'True') return negative ? 0 : 2;
  return negative ? 3 : 1;
}

function summarizedStatus({ type, status }: Condition, rule: SummaryRule): Condition['status'] {
  const inverted = rule.negativePolarity.includes(type) !== rule.negativePolarity.includes(rule.target);
  if (status === 'Unknown' || !inverted) return status;
  return status === 'True' ? 'False' : 'True';
}
