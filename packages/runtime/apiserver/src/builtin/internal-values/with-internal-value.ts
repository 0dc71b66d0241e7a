import type { FieldError } from '@gotk/objects';
import type { InternalType } from './internal-type.js';
import { renderInternalValue } from './render-internal-value.js';

/** The error showing a part of an object, `value`, as the server's own type: with the names of its fields in Go. */
export function withInternalValue(error: FieldError, type: InternalType, value: object | null | undefined): FieldError {
  return { ...error, shownValue: value === undefined || value === null ? 'null' : renderInternalValue(type, value) };
}
