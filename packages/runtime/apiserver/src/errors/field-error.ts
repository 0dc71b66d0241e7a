import type { ApiError } from '@gotk/kube-client';
import { failure } from './api-errors.js';

/** What is wrong with a field; the texts are what clients see. */
export type FieldErrorType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueNotFound'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** One violation of a rule, at a field path such as `spec.ports[0].name`. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  /** Without the field: `Invalid value: "x": must be …`. */
  readonly message: string;
}

/** A value that breaks a rule. */
export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field, message: withDetail(`Invalid value: ${renderValue(value)}`, detail) };
}

export function requiredValue(field: string, detail = ''): FieldError {
  return { type: 'FieldValueRequired', field, message: withDetail('Required value', detail) };
}

export function forbiddenValue(field: string, detail: string): FieldError {
  return { type: 'FieldValueForbidden', field, message: withDetail('Forbidden', detail) };
}

export function duplicateValue(field: string, value: unknown): FieldError {
  return { type: 'FieldValueDuplicate', field, message: `Duplicate value: ${renderValue(value)}` };
}

export function valueNotFound(field: string, value: unknown): FieldError {
  return { type: 'FieldValueNotFound', field, message: `Not found: ${renderValue(value)}` };
}

/** A value outside a closed list, which the message names in the order given. */
export function unsupportedValue(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((item) => JSON.stringify(item)).join(', ');
  const detail = supported.length === 0 ? '' : `supported values: ${list}`;
  return {
    type: 'FieldValueNotSupported',
    field,
    message: withDetail(`Unsupported value: ${renderValue(value)}`, detail),
  };
}

export function tooLongValue(field: string, maxLength: number): FieldError {
  const detail = maxLength < 0 ? 'value is too long' : `may not be more than ${maxLength} bytes`;
  return { type: 'FieldValueTooLong', field, message: `Too long: ${detail}` };
}

export function tooManyValue(field: string, count: number, maxCount: number): FieldError {
  return {
    type: 'FieldValueTooMany',
    field,
    message: `Too many: ${count}: must have at most ${maxCount} item${maxCount === 1 ? '' : 's'}`,
  };
}

export function typeInvalidValue(field: string, value: unknown, detail: string): FieldError {
  return { type: 'FieldValueTypeInvalid', field, message: withDetail(`Invalid value: ${renderValue(value)}`, detail) };
}

/** The answer to an object that breaks rules: `Kind.group "name" is invalid: …`. */
export function invalidObject(
  kind: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const qualified = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return failure(
    422,
    'Invalid',
    `${qualified} ${JSON.stringify(name)} is invalid${texts.length === 0 ? '' : `: ${list}`}`,
    {
      ...(name === '' ? {} : { name }),
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.kind,
      ...(errors.length === 0
        ? {}
        : { causes: errors.map(({ type, message, field }) => ({ reason: type, message, field })) }),
    },
  );
}

function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text}: ${detail}`;
}

/** Values appear as Go prints them: texts quoted, `null` for absent ones, everything else as JSON. */
function renderValue(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
