import { type FieldError, invalidField } from '@gotk/objects';
import { parseQuantity, quantityInUnits } from '@gotk/quantity';

/** An error for less than nothing, which is shown in whole units. */
export function checkBasicAmount(amount: string, field: string): readonly FieldError[] {
  const units = Number(quantityInUnits(parseQuantity(amount), 0));
  return units < 0 ? [invalidField(field, units, 'must be a valid resource quantity')] : [];
}
