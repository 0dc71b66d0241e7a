import { checkPercent, type FieldError, invalidField } from '@gotk/objects';
import { checkNonNegative } from '../check-numbers.js';

/** A number, or a share as `25%`. */
export type IntOrPercent = number | string;

/** An error for what is neither a number from zero up nor a percentage. */
export function checkIntOrPercent(value: IntOrPercent, field: string): readonly FieldError[] {
  if (typeof value === 'number') return checkNonNegative(value, field);
  return checkPercent(value).map((error) => invalidField(field, value, error));
}

/** An error for a share of more than everything. */
export function checkAtMostAll(value: IntOrPercent, field: string): readonly FieldError[] {
  return (percentOf(value) ?? 0) > 100 ? [invalidField(field, value, 'must not be greater than 100%')] : [];
}

/** The number before the percent sign, or the number itself; 0 for anything else. */
export function amountOf(value: IntOrPercent): number {
  return percentOf(value) ?? (typeof value === 'number' ? value : parseInteger(value));
}

function percentOf(value: IntOrPercent): number | undefined {
  if (typeof value !== 'string' || checkPercent(value).length > 0) return undefined;
  return Number(value.slice(0, -1));
}

function parseInteger(text: string): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}
