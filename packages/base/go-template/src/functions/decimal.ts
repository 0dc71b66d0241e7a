import { shortestDigits } from '../number/decimal-digits.js';
import { GoError } from './go-error.js';

const DIVISION_DIGITS = 16;

/** An exact decimal: value × 10^exponent. */
export interface Decimal {
  add(other: Decimal): Decimal;
  subtract(other: Decimal): Decimal;
  multiply(other: Decimal): Decimal;
  /** To 16 digits after the point, half away from zero. @throws GoError on zero. */
  divide(other: Decimal): Decimal;
  toNumber(): number;
  readonly value: bigint;
  readonly exponent: number;
}

/** The decimal with the fewest digits that reads back as this number. */
export function decimalOf(number: number): Decimal {
  if (!Number.isFinite(number)) {
    throw new GoError(`Cannot create a Decimal from ${Number.isNaN(number) ? 'NaN' : number > 0 ? '+Inf' : '-Inf'}`);
  }
  const { digits, point } = shortestDigits(Math.abs(number));
  const magnitude = BigInt(digits === '' ? 0 : digits);
  return make(number < 0 ? -magnitude : magnitude, point - digits.length);
}

function make(value: bigint, exponent: number): Decimal {
  const self: Decimal = {
    value,
    exponent,
    add: (other) => combine(self, other, (a, b) => a + b),
    subtract: (other) => combine(self, other, (a, b) => a - b),
    multiply: (other) => make(value * other.value, exponent + other.exponent),
    divide: (other) => divide(self, other),
    toNumber: () => Number(`${value}e${exponent}`),
  };
  return self;
}

function combine(a: Decimal, b: Decimal, operate: (a: bigint, b: bigint) => bigint): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return make(operate(scaled(a, exponent), scaled(b, exponent)), exponent);
}

function scaled({ value, exponent }: Decimal, to: number): bigint {
  return value * 10n ** BigInt(exponent - to);
}

function divide(a: Decimal, b: Decimal): Decimal {
  if (b.value === 0n) throw new GoError('decimal division by 0');
  const shift = a.exponent - b.exponent + DIVISION_DIGITS;
  const dividend = shift >= 0 ? a.value * 10n ** BigInt(shift) : a.value;
  const divisor = shift >= 0 ? b.value : b.value * 10n ** BigInt(-shift);
  const quotient = dividend / divisor;
  const remainder = dividend - quotient * divisor;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  if (twice < (divisor < 0n ? -divisor : divisor)) return make(quotient, -DIVISION_DIGITS);
  const away = a.value < 0n !== b.value < 0n ? -1n : 1n;
  return make(quotient + away, -DIVISION_DIGITS);
}
