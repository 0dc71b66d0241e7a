import { type FieldError, invalidField } from '@gotk/objects';

/** An error for a number below zero. */
export function checkNonNegative(value: number, field: string): readonly FieldError[] {
  return value < 0 ? [invalidField(field, value, 'must be greater than or equal to 0')] : [];
}

/** An error for a number that is not above zero. */
export function checkPositive(value: number, field: string): readonly FieldError[] {
  return value <= 0 ? [invalidField(field, value, 'must be greater than 0')] : [];
}
