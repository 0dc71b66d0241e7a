import { goQuote, type JsonValue, renderFieldValue } from '@gotk/json';

/** Why a value is refused. */
export type RuleErrorReason =
  | 'FieldValueInvalid'
  | 'FieldValueForbidden'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate';

/** One thing wrong with one field of an object. */
export interface RuleError {
  readonly reason: RuleErrorReason;
  /** Where: `spec.ports[0].name`; `<nil>` for the object itself. */
  readonly field: string;
  /** The value as the message shows it; absent where the message leaves it out. */
  readonly shownValue?: string | undefined;
  readonly detail: string;
}

/** The place of a whole object. */
export const ROOT = '<nil>';

/** A field of an object. */
export function childPath(path: string, name: string): string {
  return path === ROOT ? name : `${path}.${name}`;
}

/** An element of a list or an entry of a map. */
export function elementPath(path: string, key: string | number): string {
  return `${path === ROOT ? '' : path}[${key}]`;
}

/** A rule could not be applied to a value of a type. */
export function brokenRule(field: string, type: string | undefined, detail: string): RuleError {
  return { reason: 'FieldValueInvalid', field, shownValue: goQuote(type ?? ''), detail };
}

/** A value breaks a rule. Objects and lists are not shown. */
export function failedRule(
  field: string,
  value: JsonValue,
  { reason, detail, type }: { reason: string | undefined; detail: string; type: string | undefined },
): RuleError {
  const hidden = type === 'object' || type === 'array';
  const shownValue = hidden ? undefined : renderFieldValue(value);
  switch (reason) {
    case 'FieldValueForbidden':
    case 'FieldValueRequired':
      return { reason, field, detail };
    case 'FieldValueDuplicate':
      return { reason, field, shownValue, detail: '' };
    default:
      return { reason: 'FieldValueInvalid', field, shownValue, detail };
  }
}
