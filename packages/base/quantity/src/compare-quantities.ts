import type { Quantity } from './quantity.js';

/** Orders amounts by size, whatever their formats. @returns −1, 0 or 1. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  return compareAmounts(a, b);
}

/** Orders an amount and a whole number. @returns −1, 0 or 1. */
export function compareToInteger(quantity: Quantity, integer: bigint): -1 | 0 | 1 {
  return compareAmounts(quantity, { unscaled: integer, exponent: 0 });
}

interface Amount {
  readonly unscaled: bigint;
  readonly exponent: number;
}

function compareAmounts(a: Amount, b: Amount): -1 | 0 | 1 {
  const sign = signOf(a.unscaled);
  if (sign !== signOf(b.unscaled)) return sign < signOf(b.unscaled) ? -1 : 1;
  if (sign === 0) return 0;
  // Amounts of different magnitude are told apart without writing their zeros out.
  const [left, right] = [magnitudeOf(a), magnitudeOf(b)];
  if (left !== right) return left < right === sign > 0 ? -1 : 1;
  const low = Math.min(a.exponent, b.exponent);
  return signOf(scaled(a, low) - scaled(b, low));
}

function magnitudeOf({ unscaled, exponent }: Amount): number {
  return String(unscaled < 0n ? -unscaled : unscaled).length + exponent;
}

function scaled({ unscaled, exponent }: Amount, low: number): bigint {
  return unscaled * 10n ** BigInt(exponent - low);
}

function signOf(value: bigint): -1 | 0 | 1 {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}
