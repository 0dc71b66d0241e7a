import {
  duplicateField,
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
  tooManyField,
  validateQualifiedName,
} from '@gotk/objects';
import type { JobSpecDraft } from './job-drafts.js';

const MAX_RULES = 20;
const MAX_CODES = 255;
const MAX_PATTERNS = 20;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];

interface ExitCodes {
  readonly containerName?: string;
  readonly operator?: string;
  readonly values?: readonly number[] | null;
}

interface FailureRule {
  readonly action?: string;
  readonly onExitCodes?: ExitCodes;
  readonly onPodConditions?: readonly { readonly type?: string; readonly status?: string }[];
}

/** What is wrong with how a Job takes the failures of its pods. */
export function checkFailurePolicy(spec: JobSpecDraft, field: string): readonly FieldError[] {
  if (spec.podFailurePolicy === undefined) return [];
  const rules = (spec.podFailurePolicy['rules'] ?? []) as readonly FailureRule[];
  return [
    ...(rules.length > MAX_RULES ? [tooManyField(`${field}.rules`, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((rule, index) => checkRule(rule, spec, `${field}.rules[${index}]`)),
  ];
}

function checkRule(rule: FailureRule, spec: JobSpecDraft, field: string): readonly FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  const omitted = (detail: string): FieldError => ({ reason: 'FieldValueInvalid', field, detail });
  return [
    ...checkAction(rule.action ?? '', spec, `${field}.action`),
    ...(onExitCodes === undefined ? [] : checkExitCodes(onExitCodes, spec, `${field}.onExitCodes`)),
    ...(onPodConditions.length > MAX_PATTERNS
      ? [tooManyField(`${field}.onPodConditions`, onPodConditions.length, MAX_PATTERNS)]
      : []),
    ...onPodConditions.flatMap(({ type = '', status = '' }, index) => [
      ...validateQualifiedName(type, `${field}.onPodConditions[${index}].type`),
      ...checkChoice(status, STATUSES, `${field}.onPodConditions[${index}].status`),
    ]),
    ...(onExitCodes !== undefined && onPodConditions.length > 0
      ? [omitted('specifying both OnExitCodes and OnPodConditions is not supported')]
      : []),
    ...(onExitCodes === undefined && onPodConditions.length === 0
      ? [omitted('specifying one of OnExitCodes and OnPodConditions is required')]
      : []),
  ];
}

function checkAction(action: string, { backoffLimitPerIndex }: JobSpecDraft, field: string): readonly FieldError[] {
  if (action === 'FailIndex' && backoffLimitPerIndex === undefined)
    return [invalidField(field, action, 'requires the backoffLimitPerIndex to be set')];
  return checkChoice(action, ACTIONS, field);
}

function checkChoice(value: string, choices: readonly string[], field: string): readonly FieldError[] {
  const list = choices.map((choice) => JSON.stringify(choice)).join(' ');
  if (value === '') return [requiredField(field, `valid values: [${list}]`)];
  return choices.includes(value) ? [] : [notSupportedField(field, value, choices)];
}

function checkExitCodes(
  { containerName, operator = '', values }: ExitCodes,
  { template }: JobSpecDraft,
  field: string,
): readonly FieldError[] {
  const codes = values ?? [];
  const { containers, initContainers } = template.spec;
  const names = [...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name);
  const unknown = 'must be one of the container or initContainer names in the pod template';
  const isOrdered = codes.every((code, index) => index === 0 || (codes[index - 1] ?? 0) <= code);
  return [
    ...checkChoice(operator, OPERATORS, `${field}.operator`),
    ...(containerName === undefined || names.includes(containerName)
      ? []
      : [invalidField(`${field}.containerName`, containerName, unknown)]),
    ...(codes.length === 0 ? [invalidField(`${field}.values`, values ?? null, 'at least one value is required')] : []),
    ...(codes.length > MAX_CODES ? [tooManyField(`${field}.values`, codes.length, MAX_CODES)] : []),
    ...codes.flatMap((code, index) => [
      ...(operator === 'In' && code === 0
        ? [invalidField(`${field}.values[${index}]`, code, 'must not be 0 for the In operator')]
        : []),
      ...(codes.indexOf(code) < index ? [duplicateField(`${field}.values[${index}]`, code)] : []),
    ]),
    ...(isOrdered ? [] : [invalidField(`${field}.values`, codes, 'must be ordered')]),
  ];
}
