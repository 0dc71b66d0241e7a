import type { GoFunction } from '../functions/go-function.js';
import type { GoValue } from './go-value.js';

/** reflect.Kind's names, as far as templates can meet them. */
export type GoKind =
  | 'invalid'
  | 'bool'
  | 'int'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint32'
  | 'uint64'
  | 'float64'
  | 'complex128'
  | 'string'
  | 'interface'
  | 'map'
  | 'slice'
  | 'struct'
  | 'ptr';

/** A Go type: what `%T`, error messages, comparisons and method calls need of it. */
export interface GoType {
  /** As reflect prints it, e.g. `map[string]interface {}`. */
  readonly name: string;
  readonly kind: GoKind;
  /** What a map, slice or pointer holds. */
  readonly element?: GoType;
  /** Exported methods by name. Their first argument is the receiver. */
  readonly methods?: ReadonlyMap<string, GoFunction>;
  /** `String()`: how fmt prints values of this type. */
  readonly toText?: (value: GoValue) => string;
  /** `GoString()`: how `%#v` prints values of this type. */
  readonly toGoText?: (value: GoValue) => string;
  /** `MarshalJSON()` or `MarshalText()`: the JSON text of values of this type. */
  readonly toJson?: (value: GoValue) => string;
}

export const BOOL: GoType = { name: 'bool', kind: 'bool' };
export const INT: GoType = { name: 'int', kind: 'int' };
export const INT32: GoType = { name: 'int32', kind: 'int32' };
export const INT64: GoType = { name: 'int64', kind: 'int64' };
export const UINT8: GoType = { name: 'uint8', kind: 'uint8' };
export const UINT32: GoType = { name: 'uint32', kind: 'uint32' };
export const UINT64: GoType = { name: 'uint64', kind: 'uint64' };
export const FLOAT64: GoType = { name: 'float64', kind: 'float64' };
export const COMPLEX128: GoType = { name: 'complex128', kind: 'complex128' };
export const STRING: GoType = { name: 'string', kind: 'string' };
export const INTERFACE: GoType = { name: 'interface {}', kind: 'interface' };
export const MAP: GoType = { name: 'map[string]interface {}', kind: 'map', element: INTERFACE };
export const STRING_MAP: GoType = { name: 'map[string]string', kind: 'map', element: STRING };
export const SLICE: GoType = { name: '[]interface {}', kind: 'slice', element: INTERFACE };
export const STRING_SLICE: GoType = { name: '[]string', kind: 'slice', element: STRING };
export const INT_SLICE: GoType = { name: '[]int', kind: 'slice', element: INT };
export const BYTES: GoType = { name: '[]uint8', kind: 'slice', element: UINT8 };
export const SLICE_OF_SLICES: GoType = { name: '[][]interface {}', kind: 'slice', element: SLICE };

/** The types that text/template's and sprig's functions deal in. */
export const goType = {
  BOOL,
  INT,
  INT32,
  INT64,
  UINT8,
  UINT32,
  UINT64,
  FLOAT64,
  COMPLEX128,
  STRING,
  INTERFACE,
  MAP,
  STRING_MAP,
  SLICE,
  STRING_SLICE,
  INT_SLICE,
  BYTES,
  SLICE_OF_SLICES,
} as const;
