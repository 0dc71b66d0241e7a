import {
  duplicateField,
  type FieldError,
  invalidField,
  notSupportedField,
  regexError,
  requiredField,
  tooLongField,
  validateQualifiedName,
} from '@gotk/objects';

/** A condition of the general form. */
export interface ConditionDraft {
  type?: string;
  status?: string;
  observedGeneration?: number;
  lastTransitionTime?: string | null;
  reason?: string;
  message?: string;
}

const STATUSES = ['False', 'True', 'Unknown'];
const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';
const REASON_RULE =
  'a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or ' +
  "'_,:', and must end with an alphanumeric character or '_'";
const REASON_EXAMPLES = ['my_name', 'MY_NAME', 'MyName', 'ReasonA,ReasonB', 'ReasonA:ReasonB'];
const MAX_REASON_BYTES = 1024;
const MAX_MESSAGE_BYTES = 32 * 1024;
const reasonPattern = new RegExp(`^${REASON}$`);

/** What is wrong with conditions of the general form. */
export function checkConditions(conditions: readonly ConditionDraft[], field: string): readonly FieldError[] {
  const types = conditions.map(({ type = '' }) => type);
  return conditions.flatMap((condition, index) => {
    const { type = '' } = condition;
    const place = `${field}[${index}]`;
    const again = types.indexOf(type) < index ? [duplicateField(`${place}.type`, type)] : [];
    return [...again, ...checkCondition(condition, place)];
  });
}

function checkCondition(condition: ConditionDraft, field: string): readonly FieldError[] {
  const { type = '', status = '', observedGeneration = 0, lastTransitionTime, message = '' } = condition;
  return [
    ...validateQualifiedName(type, `${field}.type`),
    ...(STATUSES.includes(status) ? [] : [notSupportedField(`${field}.status`, status, STATUSES)]),
    ...(observedGeneration < 0
      ? [invalidField(`${field}.observedGeneration`, observedGeneration, 'must be greater than or equal to zero')]
      : []),
    ...((lastTransitionTime ?? '') === '' ? [requiredField(`${field}.lastTransitionTime`)] : []),
    ...checkReason(condition.reason ?? '', `${field}.reason`),
    ...(Buffer.byteLength(message) > MAX_MESSAGE_BYTES ? [tooLongField(`${field}.message`, MAX_MESSAGE_BYTES)] : []),
  ];
}

function checkReason(reason: string, field: string): readonly FieldError[] {
  if (reason === '') return [requiredField(field)];
  return [
    ...(reasonPattern.test(reason)
      ? []
      : [invalidField(field, reason, regexError(REASON_RULE, REASON, ...REASON_EXAMPLES))]),
    ...(Buffer.byteLength(reason) > MAX_REASON_BYTES ? [tooLongField(field, MAX_REASON_BYTES)] : []),
  ];
}
