import { type FieldError, notSupportedField, requiredField, tooManyField } from '@gotk/objects';
import type { ContainerDraft } from '../../core/pod-draft.js';

interface RestartRule {
  readonly action?: string;
  readonly exitCodes?: { readonly operator?: string; readonly values?: readonly number[] };
}

const ACTIONS = ['Restart', 'RestartAllContainers'];
const OPERATORS = ['In', 'NotIn'];
const MAX_RULES = 20;
const MAX_VALUES = 255;

/** What is wrong with the rules by which a container is restarted. */
export function checkRestartRules(container: ContainerDraft, field: string): readonly FieldError[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container as {
    readonly restartPolicy?: string;
    readonly restartPolicyRules?: readonly RestartRule[];
  };
  const at = `${field}.restartPolicyRules`;
  return [
    ...(restartPolicy === undefined && rules.length > 0
      ? [requiredField(`${field}.restartPolicy`, 'must specify restartPolicy when restart rules are used')]
      : []),
    ...(rules.length > MAX_RULES ? [tooManyField(at, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((rule, index) => checkRule(rule, `${at}[${index}]`)),
  ];
}

function checkRule({ action = '', exitCodes }: RestartRule, field: string): readonly FieldError[] {
  const wrong = ACTIONS.includes(action) ? [] : [notSupportedField(`${field}.action`, action, ACTIONS)];
  const at = `${field}.exitCodes`;
  if (exitCodes === undefined) return [...wrong, requiredField(at, 'must be specified')];
  const { operator = '', values = [] } = exitCodes;
  return [
    ...wrong,
    ...(OPERATORS.includes(operator) ? [] : [notSupportedField(`${at}.operator`, operator, OPERATORS)]),
    ...(values.length > MAX_VALUES ? [tooManyField(`${at}.values`, values.length, MAX_VALUES)] : []),
  ];
}
