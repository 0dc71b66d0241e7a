import { CelError, noSuchOverload } from './cel-error.js';
import { CelList } from './cel-list.js';
import { CelDuration, CelTimestamp, isTimeInRange } from './cel-time.js';
import { CelUint } from './cel-uint.js';
import { refuseHuge } from './result-limit.js';
import type { CelValue } from './value.js';

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;

/** An int, if it fits. @throws CelError */
export function checkedInt(value: bigint): bigint {
  if (value > MAX_INT || value < MIN_INT) throw new CelError('integer overflow');
  return value;
}

/** A uint, if it fits. @throws CelError */
export function checkedUint(value: bigint): CelUint {
  if (value < 0n || value > MAX_UINT) throw new CelError('unsigned integer overflow');
  return new CelUint(value);
}

function checkedTime(nanoseconds: bigint, offsetSeconds: number): CelTimestamp {
  const time = new CelTimestamp(nanoseconds, offsetSeconds);
  if (!isTimeInRange(time)) throw new CelError('timestamp overflow');
  return time;
}

/** `a + b` @throws CelError */
export function add(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a + b);
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return joinTexts(a, b);
  if (a instanceof CelUint && b instanceof CelUint) return checkedUint(a.value + b.value);
  if (a instanceof CelList && b instanceof CelList) return a.concat(b);
  if (a instanceof CelDuration && b instanceof CelDuration) return sumOfDurations(a.nanoseconds, b.nanoseconds);
  if (a instanceof CelTimestamp && b instanceof CelDuration) return shift(a, b.nanoseconds);
  if (a instanceof CelDuration && b instanceof CelTimestamp) return shift(b, a.nanoseconds);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
  throw noSuchOverload();
}

function joinTexts(a: string, b: string): string {
  refuseHuge(a.length + b.length);
  return a + b;
}

/** `a - b` @throws CelError */
export function subtract(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a - b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a instanceof CelUint && b instanceof CelUint) return checkedUint(a.value - b.value);
  if (a instanceof CelDuration && b instanceof CelDuration) return sumOfDurations(a.nanoseconds, -b.nanoseconds);
  if (a instanceof CelTimestamp && b instanceof CelDuration) return shift(a, checkedInt(-b.nanoseconds));
  if (a instanceof CelTimestamp && b instanceof CelTimestamp) return sumOfDurations(a.nanoseconds, -b.nanoseconds);
  throw noSuchOverload();
}

function sumOfDurations(a: bigint, b: bigint): CelDuration {
  return new CelDuration(checkedInt(a + b));
}

function shift(time: CelTimestamp, nanoseconds: bigint): CelTimestamp {
  return checkedTime(time.nanoseconds + nanoseconds, time.offsetSeconds);
}

/** `a * b` @throws CelError */
export function multiply(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a * b);
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a instanceof CelUint && b instanceof CelUint) return checkedUint(a.value * b.value);
  throw noSuchOverload();
}

/** `a / b` @throws CelError */
export function divide(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a / nonZero(b, 'division by zero'));
  if (a instanceof CelUint && b instanceof CelUint) return new CelUint(a.value / nonZero(b.value, 'division by zero'));
  throw noSuchOverload();
}

/** `a % b` @throws CelError */
export function modulo(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    const divisor = nonZero(b, 'modulus by zero');
    if (a === MIN_INT && divisor === -1n) throw new CelError('integer overflow');
    return a % divisor;
  }
  if (a instanceof CelUint && b instanceof CelUint) return new CelUint(a.value % nonZero(b.value, 'modulus by zero'));
  throw noSuchOverload();
}

function nonZero(divisor: bigint, message: string): bigint {
  if (divisor === 0n) throw new CelError(message);
  return divisor;
}

/** `-a` @throws CelError */
export function negate(a: CelValue): CelValue {
  if (typeof a === 'bigint') return checkedInt(-a);
  if (typeof a === 'number') return -a;
  if (a instanceof CelDuration) return new CelDuration(checkedInt(-a.nanoseconds));
  throw noSuchOverload();
}
