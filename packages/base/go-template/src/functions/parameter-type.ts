import type { IntegerValue } from '../value/go-int.js';
import { GoInt } from '../value/go-int.js';
import { GoMap } from '../value/go-map.js';
import { GoBytes, GoSlice } from '../value/go-slice.js';
import { BYTES, type GoKind, INTERFACE, MAP, SLICE } from '../value/go-type.js';
import type { GoValue } from '../value/go-value.js';

/** The declared type of an argument: what it accepts, and how Go names it in errors. */
export interface ParameterType<T> {
  readonly name: string;
  readonly kind: GoKind | 'value';
  /** What nil becomes, for types that have a nil. */
  readonly zero?: { readonly value: T };
  /** An integer that is written in the template, for kinds of integers whose name is not that of their kind. */
  readonly ofInteger?: (value: bigint) => T;
  /** The argument in the form the implementation takes, or `undefined` when a value of this type is not assignable. */
  readonly accept: (value: GoValue) => T | undefined;
}

/** `string`. */
export const text: ParameterType<string> = {
  name: 'string',
  kind: 'string',
  accept: (value) => (typeof value === 'string' ? value : undefined),
};

/** `bool`. */
export const bool: ParameterType<boolean> = {
  name: 'bool',
  kind: 'bool',
  accept: (value) => (typeof value === 'boolean' ? value : undefined),
};

/** `float64`. */
export const float: ParameterType<number> = {
  name: 'float64',
  kind: 'float64',
  accept: (value) => (typeof value === 'number' ? value : undefined),
};

/** `int`, as a JavaScript number: counts and widths, of which only small ones make sense. */
export const int: ParameterType<number> = {
  name: 'int',
  kind: 'int',
  accept: (value) => (value instanceof GoInt && value.type.name === 'int' ? Number(value.value) : undefined),
};

/** `int64`. */
export const int64: ParameterType<IntegerValue> = {
  name: 'int64',
  kind: 'int64',
  accept: (value) => (value instanceof GoInt && value.type.name === 'int64' ? value.value : undefined),
};

/** `uint32`. */
export const uint32: ParameterType<number> = {
  name: 'uint32',
  kind: 'uint32',
  accept: (value) => (value instanceof GoInt && value.type.name === 'uint32' ? Number(value.value) : undefined),
};

/** `interface {}`: anything, nil included. */
export const any: ParameterType<GoValue> = {
  name: INTERFACE.name,
  kind: 'interface',
  zero: { value: null },
  accept: (value) => value,
};

/** `reflect.Value`: anything, and the difference between a nil interface and no value. */
export const reflected: ParameterType<GoValue> = {
  name: 'reflect.Value',
  kind: 'value',
  zero: { value: undefined },
  accept: (value) => value,
};

/** `map[string]interface {}`, also under another name such as Helm's Values. */
export const map: ParameterType<GoMap> = {
  name: MAP.name,
  kind: 'map',
  zero: { value: new GoMap(MAP, new Map(), true) },
  accept: (value) => (value instanceof GoMap && value.type.element === INTERFACE ? value.as(MAP) : undefined),
};

/** `[]interface {}`. */
export const list: ParameterType<readonly GoValue[] | GoSlice> = {
  name: SLICE.name,
  kind: 'slice',
  zero: { value: new GoSlice(SLICE, [], true) },
  accept: (value) => {
    if (Array.isArray(value)) return value;
    return value instanceof GoSlice && value.type === SLICE ? value : undefined;
  },
};

/** `[]uint8`; nil comes as no bytes. */
export const bytes: ParameterType<Uint8Array> = {
  name: BYTES.name,
  kind: 'slice',
  zero: { value: new Uint8Array() },
  accept: (value) => (value instanceof GoBytes ? value.bytes : undefined),
};

/** The parameter types that function libraries declare their functions with. */
export const parameter = { text, bool, float, int, int64, uint32, any, reflected, map, list } as const;
