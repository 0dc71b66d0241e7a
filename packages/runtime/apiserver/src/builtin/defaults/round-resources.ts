import { parseQuantity, quantityAsDecimal, renderQuantity } from '@gotk/quantity';
import type { ResourceList } from '../core/pod-draft.js';
import { declareDefaults } from './declare-defaults.js';
import type { TypeDefaults } from './type-defaults.js';

const MILLI_DIGITS = 3;

/** Rounds the amounts in these fields up to thousandths, the finest the API keeps. */
export function roundResources(...fields: readonly string[]): TypeDefaults {
  return declareDefaults<Record<string, ResourceList | undefined>>((value) => {
    for (const field of fields)
      for (const [name, amount] of Object.entries(value[field] ?? {})) {
        const list = value[field];
        if (list !== undefined) list[name] = roundAmount(amount);
      }
  });
}

function roundAmount(amount: string): string {
  if (!/[num.]/.test(amount) && !amount.includes('e')) return amount;
  const decimal = quantityAsDecimal(parseQuantity(amount));
  const fraction = decimal.split('.')[1] ?? '';
  if (fraction.length <= MILLI_DIGITS) return amount;
  const negative = decimal.startsWith('-');
  const digits = decimal
    .replace('-', '')
    .replace('.', '')
    .slice(0, decimal.replace('-', '').indexOf('.') + MILLI_DIGITS);
  const milli = BigInt(digits) + 1n;
  return renderQuantity(parseQuantity(`${negative ? '-' : ''}${milli}m`));
}
