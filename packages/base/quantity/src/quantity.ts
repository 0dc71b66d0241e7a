/** How a quantity is written: `12M`, `12Mi` or `12e6`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/**
 * An amount of a resource: `unscaled` × 10^`exponent`, exactly. Immutable.
 *
 * Kubernetes keeps amounts that fit as a 64-bit integer with an exponent and all others as decimals; the two round and overflow
 * differently, so it is part of the value.
 */
export interface Quantity {
  readonly unscaled: bigint;
  readonly exponent: number;
  readonly format: QuantityFormat;
  readonly form: 'int64' | 'decimal';
  /** The text it was read from, where that is already canonical enough to be kept. */
  readonly text?: string;
}

/** −2^63. */
export const MIN_INT64: bigint = -(2n ** 63n);
/** 2^63 − 1. */
export const MAX_INT64: bigint = 2n ** 63n - 1n;

/** Whether `value` fits into 64 bits with sign. */
export function isInt64(value: bigint): boolean {
  return value >= MIN_INT64 && value <= MAX_INT64;
}

/** Powers of ten beyond these are refused where they would have to be written out. */
export const MAX_SHIFT = 10_000;
