import { compareUtf8 } from '@gotk/json';
import { CelError, noSuchOverload } from './cel-error.js';
import { CelDuration, CelTimestamp } from './cel-time.js';
import { CelUint } from './cel-uint.js';
import type { CelValue } from './value.js';

/** A number below, at or above zero as the first value is before, at or after the second one. @throws CelError */
export function compareValues(a: CelValue, b: CelValue): number {
  const numbers = compareNumbers(a, b);
  if (numbers !== undefined) {
    if (Number.isNaN(numbers)) throw new CelError('NaN values cannot be ordered');
    return numbers;
  }
  if (typeof a === 'string' && typeof b === 'string') return compareUtf8(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof CelTimestamp && b instanceof CelTimestamp) return compare(a.nanoseconds, b.nanoseconds);
  if (a instanceof CelDuration && b instanceof CelDuration) return compare(a.nanoseconds, b.nanoseconds);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  throw typeof a === 'number' && Number.isNaN(a) ? new CelError('NaN values cannot be ordered') : noSuchOverload();
}

/** How two numbers of any types compare; NaN where one is, undefined where one is no number. */
export function compareNumbers(a: CelValue, b: CelValue): number | undefined {
  if (typeof a === 'bigint' && typeof b === 'bigint') return compare(a, b);
  const left = wholeOf(a);
  const right = wholeOf(b);
  if (left !== undefined && right !== undefined) return compare(left, right);
  if (left !== undefined && typeof b === 'number') return compareFloats(Number(left), b);
  if (right !== undefined && typeof a === 'number') return compareFloats(a, Number(right));
  return typeof a === 'number' && typeof b === 'number' ? compareFloats(a, b) : undefined;
}

function wholeOf(value: CelValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof CelUint ? value.value : undefined;
}

function compareFloats(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : compare(a, b);
}

function compare<T extends bigint | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** How two strings of bytes compare, byte by byte. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
