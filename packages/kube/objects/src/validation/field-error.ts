import { goQuote, type JsonValue, renderFieldValue } from '@gotk/json';

/** The kinds of field errors, by the reason that stands in `details.causes[]` of a Status. */
export type FieldErrorReason =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTooFew'
  | 'FieldValueTooShort'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** One thing wrong with one field of an object, as Kubernetes reports it. */
export interface FieldError {
  readonly reason: FieldErrorReason;
  /** Where: `metadata.labels`, `spec.ports[0].name`; `<nil>` for no place at all. */
  readonly field: string;
  /** The value as the message shows it; absent where the message leaves it out. */
  readonly shownValue?: string | undefined;
  readonly detail: string;
}

const LABELS: Readonly<Record<FieldErrorReason, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTooFew: 'Too few',
  FieldValueTooShort: 'Too short',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
};

/** `field: body`. */
export function renderFieldError(error: FieldError): string {
  return `${error.field}: ${renderFieldErrorBody(error)}`;
}

/** The error without its field: `Invalid value: "x": must …`, which is the message of a cause. */
export function renderFieldErrorBody({ reason, shownValue, detail }: FieldError): string {
  const value = shownValue === undefined ? '' : `: ${shownValue}`;
  return LABELS[reason] + value + (detail === '' ? '' : `: ${detail}`);
}

/** Several errors as one text: `[a, b]` without repetitions, or the only one as it is. */
export function renderFieldErrors(errors: readonly FieldError[]): string {
  const texts = Array.from(new Set(errors.map(renderFieldError)));
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

/** The value breaks a rule that `detail` states. */
export function invalidField(field: string, value: JsonValue, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, shownValue: renderFieldValue(value), detail };
}

/** The value is of the wrong type. */
export function typeInvalidField(field: string, value: JsonValue, detail: string): FieldError {
  return { reason: 'FieldValueTypeInvalid', field, shownValue: renderFieldValue(value), detail };
}

/** The field is absent or empty and must not be. */
export function requiredField(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', field, detail };
}

/** The field must not be set here. */
export function forbiddenField(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, detail };
}

/** The value stands twice where it may stand once. */
export function duplicateField(field: string, value: JsonValue): FieldError {
  return { reason: 'FieldValueDuplicate', field, shownValue: renderFieldValue(value), detail: '' };
}

/** What the value refers to does not exist. */
export function notFoundField(field: string, value: JsonValue): FieldError {
  return { reason: 'FieldValueNotFound', field, shownValue: renderFieldValue(value), detail: '' };
}

/** The value is none of those that are supported. */
export function notSupportedField(field: string, value: JsonValue, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
  return { reason: 'FieldValueNotSupported', field, shownValue: renderFieldValue(value), detail };
}

/** The value is larger than `maxBytes`. */
export function tooLongField(field: string, maxBytes: number): FieldError {
  return { reason: 'FieldValueTooLong', field, detail: `may not be more than ${maxBytes} ${plural('byte', maxBytes)}` };
}

/** The list has more than `max` items. */
export function tooManyField(field: string, actual: number, max: number): FieldError {
  const detail = `must have at most ${max} ${plural('item', max)}`;
  return { reason: 'FieldValueTooMany', field, shownValue: String(actual), detail };
}

/** The list has fewer than `min` items. */
export function tooFewField(field: string, actual: number, min: number): FieldError {
  const detail = `must have at least ${min} ${plural('item', min)}`;
  return { reason: 'FieldValueTooFew', field, shownValue: String(actual), detail };
}

/** The text has fewer than `min` characters. */
export function tooShortField(field: string, min: number): FieldError {
  return { reason: 'FieldValueTooShort', field, detail: `must be at least ${min} ${plural('character', min)}` };
}

function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}
