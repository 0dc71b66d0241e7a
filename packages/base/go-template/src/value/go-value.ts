import { GoComplex } from './go-complex.js';
import { GoInt } from './go-int.js';
import { GoMap } from './go-map.js';
import { GoBytes, GoSlice } from './go-slice.js';
import { GoPointer, type GoStruct } from './go-struct.js';
import { BOOL, COMPLEX128, FLOAT64, type GoType, SLICE, STRING } from './go-type.js';

/**
 * A value as a template sees it.
 *
 * A number is a `float64`, an array a `[]interface {}`. `null` is a nil `interface {}` that stands somewhere (in a map, a list,
 * a field), `undefined` no value at all (Go's zero `reflect.Value`); only few places tell the two apart.
 */
export type GoValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | GoInt
  | GoComplex
  | GoMap
  | GoSlice
  | GoBytes
  | GoStruct
  | GoPointer
  | readonly GoValue[];

/** The dynamic type of a value; `undefined` for nil. */
export function typeOf(value: GoValue): GoType | undefined {
  switch (typeof value) {
    case 'string':
      return STRING;
    case 'number':
      return FLOAT64;
    case 'boolean':
      return BOOL;
    default:
      if (value === null || value === undefined) return undefined;
      if (Array.isArray(value)) return SLICE;
      return value instanceof GoComplex
        ? COMPLEX128
        : (value as Exclude<typeof value, readonly GoValue[] | GoComplex>).type;
  }
}

/** `reflect.TypeOf(value).String()`, and `<nil>` for nil. */
export function typeName(value: GoValue): string {
  return typeOf(value)?.name ?? '<nil>';
}

/** The items of a slice (bytes as `uint8`s), or `undefined` when the value is no slice. */
export function itemsOf(value: GoValue): readonly GoValue[] | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof GoSlice) return value.items;
  if (!(value instanceof GoBytes)) return undefined;
  const element = value.type.element;
  return element === undefined ? undefined : Array.from(value.bytes, (byte) => new GoInt(element, byte));
}

/** Whether the value is nil: no value, a nil interface, or a nil map, slice or pointer. */
export function isNil(value: GoValue): boolean {
  if (value === null || value === undefined) return true;
  if (value instanceof GoMap || value instanceof GoSlice || value instanceof GoBytes) return value.isNil;
  return value instanceof GoPointer && value.target === undefined;
}

/** The value behind pointers. */
export function indirect(value: GoValue): GoValue {
  return value instanceof GoPointer && value.target !== undefined ? value.target : value;
}
