import { GoComplex } from './go-complex.js';
import { GoInt } from './go-int.js';
import { GoMap } from './go-map.js';
import { GoBytes, GoSlice } from './go-slice.js';
import { GoPointer, GoStruct } from './go-struct.js';
import { type GoValue, itemsOf, typeOf } from './go-value.js';
import { requireModestSize } from './require-modest-size.js';

/** reflect.DeepEqual: the types count too, and a nil slice or map differs from an empty one. */
export function deepEqual(a: GoValue, b: GoValue): boolean {
  if (typeof b === 'object') requireModestSize(a);
  return equal(a, b);
}

function equal(a: GoValue, b: GoValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b || ((a ?? null) === null && (b ?? null) === null);
  }
  if (typeOf(a) !== typeOf(b)) return false;
  if (a instanceof GoMap) return b instanceof GoMap && mapsEqual(a, b);
  if (a instanceof GoInt) return b instanceof GoInt && a.value === b.value;
  if (a instanceof GoBytes) return b instanceof GoBytes && bytesEqual(a.bytes, b.bytes);
  if (a instanceof GoComplex) {
    return b instanceof GoComplex && a.real === b.real && a.imaginary === b.imaginary;
  }
  if (a instanceof GoStruct) return b instanceof GoStruct && structsEqual(a, b);
  if (a instanceof GoPointer) return b instanceof GoPointer && equal(a.target, b.target);
  return slicesEqual(a, b);
}

function mapsEqual(a: GoMap, b: GoMap): boolean {
  if (a.isNil !== b.isNil || a.size !== b.size) return false;
  return a.keys().every((key) => b.has(key) && equal(a.get(key), b.get(key)));
}

function slicesEqual(a: GoValue, b: GoValue): boolean {
  if (a instanceof GoSlice && b instanceof GoSlice && a.isNil !== b.isNil) return false;
  const left = itemsOf(a) ?? [];
  const right = itemsOf(b) ?? [];
  return left.length === right.length && left.every((item, index) => equal(item, right[index]));
}

function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function structsEqual(a: GoStruct, b: GoStruct): boolean {
  return a.type.fields.every((field) => equal(field.get(a), field.get(b)));
}
