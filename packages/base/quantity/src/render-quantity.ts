import { compareToInteger } from './compare-quantities.js';
import type { Quantity, QuantityFormat } from './quantity.js';
import { roundToExponent } from './round.js';
import { renderSuffix } from './suffix.js';

/**
 * The quantity as Kubernetes writes it: with the largest suffix that leaves a whole number. Powers without a suffix of their own
 * are left out, as Kubernetes does.
 */
export function renderQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.unscaled === 0n) return '0';
  const format = canonicalFormat(quantity);
  return format === 'BinarySI' ? renderBinary(quantity) : renderDecimal(quantity, format);
}

/** Binary suffixes are for whole numbers of at least 1024. */
function canonicalFormat(quantity: Quantity): QuantityFormat {
  if (quantity.format !== 'BinarySI') return quantity.format;
  const small = compareToInteger(quantity, -1024n) > 0 && compareToInteger(quantity, 1024n) < 0;
  return small || !isWhole(quantity) ? 'DecimalSI' : 'BinarySI';
}

/** Whether the amount has no fraction. */
export function isWhole({ unscaled, exponent }: Quantity): boolean {
  if (exponent >= 0 || unscaled === 0n) return true;
  return -exponent <= String(unscaled).length && unscaled % 10n ** BigInt(-exponent) === 0n;
}

function renderDecimal(quantity: Quantity, format: QuantityFormat): string {
  const reduced = removeFactors(quantity.unscaled, 10n);
  let exponent = quantity.exponent + reduced.times;
  let amount = reduced.value;
  while (exponent % 3 !== 0) {
    amount *= 10n;
    exponent--;
  }
  return `${amount}${renderSuffix({ base: 10, exponent, format })}`;
}

function renderBinary({ unscaled, exponent }: Quantity): string {
  const { value, times } = removeFactors(roundToExponent(unscaled, exponent, 0), 1024n);
  return `${value}${renderSuffix({ base: 2, exponent: times * 10, format: 'BinarySI' })}`;
}

function removeFactors(value: bigint, factor: bigint): { readonly value: bigint; readonly times: number } {
  let rest = value;
  let times = 0;
  while (rest !== 0n && rest % factor === 0n) {
    rest /= factor;
    times++;
  }
  return { value: rest, times };
}
