import { CelList } from '../values/cel-list.js';
import { CelMap } from '../values/cel-map.js';
import { CelOptional } from '../values/cel-optional.js';
import { CelUint } from '../values/cel-uint.js';
import { jsonOfValue } from '../values/json-of-value.js';
import { showValue } from '../values/show-value.js';
import type { CelValue } from '../values/value.js';

/** What an expression came to; ints stay bigint. Times, durations and types are the strings they are written as. */
export type NativeValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | readonly NativeValue[]
  | { readonly [key: string]: NativeValue };

/** A value for the world outside of expressions. */
export function nativeValue(value: CelValue): NativeValue {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (value instanceof CelUint) return value.value;
  if (value instanceof CelList) return [...value].map(nativeValue);
  if (value instanceof CelMap) {
    return Object.fromEntries([...value.keys()].map((key) => [showValue(key), nativeValue(value.find(key) ?? null)]));
  }
  if (value instanceof CelOptional) return value.value === undefined ? null : nativeValue(value.value);
  return String(jsonOfValue(value));
}
