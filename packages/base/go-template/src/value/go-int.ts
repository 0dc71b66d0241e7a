import { type GoType, INT, INT64, UINT64 } from './go-type.js';

const INT64_BITS = 64;

/** The value of a Go integer: a `number` wherever that is exact, else a `bigint`. */
export type IntegerValue = number | bigint;

/** A Go integer of any integer type. A bare JavaScript number is a float64. */
export class GoInt {
  readonly type: GoType;
  readonly value: IntegerValue;

  constructor(type: GoType, value: IntegerValue) {
    this.type = type;
    this.value = value;
  }
}

const SMALL_INTS = Array.from({ length: 256 }, (_, value) => new GoInt(INT, value));

/** A Go `int`. */
export function goInt(value: IntegerValue): GoInt {
  return (typeof value === 'number' ? SMALL_INTS[value] : undefined) ?? new GoInt(INT, value);
}

/** A Go `int64`. */
export function goInt64(value: IntegerValue): GoInt {
  return new GoInt(INT64, value);
}

/** A Go `uint64`. */
export function goUint64(value: IntegerValue): GoInt {
  return new GoInt(UINT64, value);
}

/** Two's complement in 64 bits, as a `number` when that is exact. */
export function wrapInt64(value: IntegerValue): IntegerValue {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value;
    return wrapInt64(BigInt(value));
  }
  return narrowed(BigInt.asIntN(INT64_BITS, value));
}

/** `int64(value)` of a float as amd64 converts it: what does not fit becomes the smallest integer. */
export function floatToInt64(value: number): IntegerValue {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (!(value > -9.3e18 && value < 9.3e18)) return -(1n << 63n);
  const whole = BigInt(Math.trunc(value));
  return BigInt.asIntN(INT64_BITS, whole) === whole ? narrowed(whole) : -(1n << 63n);
}

/** a + b in int64. */
export function addInt64(a: IntegerValue, b: IntegerValue): IntegerValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return wrapInt64(BigInt(a) + BigInt(b));
}

/** a - b in int64. */
export function subtractInt64(a: IntegerValue, b: IntegerValue): IntegerValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return wrapInt64(BigInt(a) - BigInt(b));
}

/** a × b in int64. */
export function multiplyInt64(a: IntegerValue, b: IntegerValue): IntegerValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
  }
  return wrapInt64(BigInt(a) * BigInt(b));
}

/** Quotient in int64, truncated. @throws RangeError never: the caller checks for zero. */
export function divideInt64(a: IntegerValue, b: IntegerValue): IntegerValue {
  return wrapInt64(BigInt(a) / BigInt(b));
}

/** Remainder in int64 with the sign of `a`. */
export function remainderInt64(a: IntegerValue, b: IntegerValue): IntegerValue {
  return wrapInt64(BigInt(a) % BigInt(b));
}

function narrowed(value: bigint): IntegerValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
