import { byteLength } from '../text/go-text.js';
import { GoComplex } from './go-complex.js';
import { GoInt } from './go-int.js';
import { GoMap } from './go-map.js';
import { GoBytes, GoSlice } from './go-slice.js';
import { GoPointer, GoStruct } from './go-struct.js';
import type { GoValue } from './go-value.js';

/** What `if` asks: neither false, zero, nil nor empty. A struct is always true. */
export function isTruthy(value: GoValue): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0;
    default:
      return value !== null && value !== undefined && isTruthyObject(value);
  }
}

function isTruthyObject(value: Exclude<GoValue, undefined | null | boolean | number | string>): boolean {
  if (value instanceof GoMap) return value.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof GoInt) return value.value !== 0;
  if (value instanceof GoSlice) return value.items.length > 0;
  if (value instanceof GoBytes) return value.bytes.length > 0;
  if (value instanceof GoPointer) return value.target !== undefined;
  if (value instanceof GoComplex) return value.real !== 0 || value.imaginary !== 0;
  return value instanceof GoStruct;
}

/** sprig's `empty`: the opposite of truth for everything templates can hold. */
export function isEmpty(value: GoValue): boolean {
  return !isTruthy(value);
}

/** `len(value)`, or `undefined` when values of its kind have none. */
export function lengthOf(value: GoValue): number | undefined {
  if (typeof value === 'string') return byteLength(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof GoMap) return value.size;
  if (value instanceof GoSlice) return value.items.length;
  return value instanceof GoBytes ? value.bytes.length : undefined;
}
