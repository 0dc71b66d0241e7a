import { type FieldError, invalidField, notSupportedField, requiredField } from '@gotk/objects';
import type { AutoscalerSpecDraft, ScalingRulesDraft } from './autoscaler-draft.js';

const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;
const SELECT_POLICIES = ['Disabled', 'Max', 'Min'];
const POLICY_TYPES = ['Percent', 'Pods'];

/** What is wrong with how fast an autoscaler may scale. */
export function checkBehavior(behavior: AutoscalerSpecDraft['behavior'] = {}): readonly FieldError[] {
  return (['scaleUp', 'scaleDown'] as const).flatMap((name) => {
    const rules = behavior[name];
    return rules === undefined ? [] : checkRules(rules, `spec.behavior.${name}`);
  });
}

function checkRules(
  { stabilizationWindowSeconds: window = 0, selectPolicy, policies = [] }: ScalingRulesDraft,
  field: string,
): readonly FieldError[] {
  const refuse = (detail: string): FieldError => invalidField(`${field}.stabilizationWindowSeconds`, window, detail);
  return [
    ...(window < 0 ? [refuse('must be greater than or equal to zero')] : []),
    ...(window > MAX_WINDOW_SECONDS ? [refuse(`must be less than or equal to ${MAX_WINDOW_SECONDS}`)] : []),
    ...(selectPolicy === undefined || SELECT_POLICIES.includes(selectPolicy)
      ? []
      : [notSupportedField(`${field}.selectPolicy`, selectPolicy, SELECT_POLICIES)]),
    ...(policies.length === 0 ? [requiredField(`${field}.policies`, 'must specify at least one Policy')] : []),
    ...policies.flatMap((policy, index) => checkPolicy(policy, `${field}.policies[${index}]`)),
  ];
}

function checkPolicy(
  { type, value, periodSeconds }: { readonly type: string; readonly value: number; readonly periodSeconds: number },
  field: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!POLICY_TYPES.includes(type)) errors.push(notSupportedField(`${field}.type`, type, POLICY_TYPES));
  if (value <= 0) errors.push(invalidField(`${field}.value`, value, 'must be greater than zero'));
  const at = `${field}.periodSeconds`;
  if (periodSeconds <= 0) errors.push(invalidField(at, periodSeconds, 'must be greater than zero'));
  if (periodSeconds > MAX_PERIOD_SECONDS)
    errors.push(invalidField(at, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`));
  return errors;
}
