import { isInt64, MAX_SHIFT, type Quantity } from './quantity.js';
import { roundToExponent } from './round.js';

/** −1, 0 or 1. */
export function signOfQuantity({ unscaled }: Quantity): -1 | 0 | 1 {
  if (unscaled === 0n) return 0;
  return unscaled < 0n ? -1 : 1;
}

/** The amount as a whole number of 64 bits, or `undefined` where Kubernetes does not hold it as one. */
export function quantityAsInt64({ unscaled, exponent, form }: Quantity): bigint | undefined {
  if (form === 'decimal' || exponent < 0) return undefined;
  if (exponent > 20) return unscaled === 0n ? 0n : undefined;
  const value = unscaled * 10n ** BigInt(exponent);
  return isInt64(value) ? value : undefined;
}

/** The amount as a double, rounded in the steps in which Kubernetes rounds it. */
export function quantityAsNumber({ unscaled, exponent }: Quantity): number {
  return Number(unscaled) * Number(`1e${exponent}`);
}

/**
 * The amount in units of 10^`exponent`, rounded up: 0 for whole units, −3 for thousandths. Like Kubernetes' `Value` and
 * `MilliValue` it does not say when it overflows.
 */
export function quantityInUnits(quantity: Quantity, exponent: 0 | -3): bigint {
  return quantity.form === 'int64' ? int64InUnits(quantity, exponent) : decimalInUnits(quantity, exponent);
}

/** Shifts that Kubernetes makes in one multiplication, which wraps around at 64 bits; others come to 0 where they overflow. */
const SINGLE_STEPS: ReadonlySet<number> = new Set([1, 2, 3, 6, 9]);

function int64InUnits({ unscaled, exponent }: Quantity, unit: number): bigint {
  const shift = exponent - unit;
  if (shift < 0) return roundToExponent(unscaled, exponent, unit);
  if (shift > 40) return 0n;
  const value = unscaled * 10n ** BigInt(shift);
  if (isInt64(value)) return value;
  return SINGLE_STEPS.has(shift) ? BigInt.asIntN(64, value) : 0n;
}

function decimalInUnits({ unscaled, exponent }: Quantity, unit: number): bigint {
  const shift = unit - exponent;
  if (shift === 0) return BigInt.asIntN(64, unscaled);
  if (shift < 0) return BigInt.asIntN(64, BigInt.asIntN(64, unscaled) * int64Power(-shift));
  const divisor = 10n ** BigInt(Math.min(shift, MAX_SHIFT));
  // What is below 2^63, however negative, is cut to 64 bits first and divided towards zero; the rest is floored.
  const cut = unscaled < 2n ** 63n - 1n && shift < 19;
  const amount = cut ? BigInt.asIntN(64, unscaled) : unscaled;
  const remainder = amount % divisor;
  const quotient = amount / divisor - (remainder < 0n && !cut ? 1n : 0n);
  return BigInt.asIntN(64, remainder === 0n ? quotient : quotient + 1n);
}

function int64Power(exponent: number): bigint {
  return exponent > 18 ? -(2n ** 63n) : 10n ** BigInt(exponent);
}

/** The amount in plain decimal digits, with as many behind the point as it is counted with. */
export function quantityAsDecimal({ unscaled, exponent }: Quantity): string {
  if (exponent >= 0) return unscaled === 0n ? '0' : `${unscaled}${'0'.repeat(Math.min(exponent, MAX_SHIFT))}`;
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(1 - exponent, '0');
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}
