import { type FieldError, invalidField } from '@gotk/objects';
import { compareToInteger, parseQuantity } from '@gotk/quantity';

/** An error for a number below zero. */
export function checkNonNegative(value: number, field: string): readonly FieldError[] {
  return value < 0 ? [invalidField(field, value, 'must be greater than or equal to 0')] : [];
}

/** An error for an amount below zero. */
export function checkNonNegativeQuantity(amount: string, field: string): readonly FieldError[] {
  return compareToInteger(parseQuantity(amount), 0n) < 0
    ? [invalidField(field, amount, 'must be greater than or equal to 0')]
    : [];
}
