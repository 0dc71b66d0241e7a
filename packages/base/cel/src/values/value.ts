import {
  BOOL,
  BYTES,
  CelType,
  DOUBLE,
  DURATION,
  INT,
  LIST,
  MAP,
  NULL,
  OPTIONAL,
  STRING,
  structType,
  TIMESTAMP,
  TYPE,
  UINT,
} from '../types/cel-type.js';
import { CelList } from './cel-list.js';
import { CelMap, StructMap } from './cel-map.js';
import type { CelOpaque } from './cel-opaque.js';
import { CelOptional } from './cel-optional.js';
import { CelDuration, CelTimestamp } from './cel-time.js';
import { CelUint } from './cel-uint.js';

/** What an expression computes with: ints are bigint, doubles number. */
export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | CelUint
  | CelDuration
  | CelTimestamp
  | CelList
  | CelMap
  | CelOptional
  | CelType
  | CelOpaque;

/** The type of a value while an expression runs; lists and maps have no parameters then. */
export function typeOf(value: CelValue): CelType {
  switch (typeof value) {
    case 'string':
      return STRING;
    case 'bigint':
      return INT;
    case 'number':
      return DOUBLE;
    case 'boolean':
      return BOOL;
    default:
      return value === null ? NULL : typeOfObject(value);
  }
}

function typeOfObject(value: Exclude<CelValue, null | boolean | bigint | number | string>): CelType {
  if (value instanceof StructMap) return structType(value.typeName);
  if (value instanceof CelMap) return MAP;
  if (value instanceof CelList) return LIST;
  if (value instanceof CelUint) return UINT;
  if (value instanceof Uint8Array) return BYTES;
  if (value instanceof CelDuration) return DURATION;
  if (value instanceof CelTimestamp) return TIMESTAMP;
  if (value instanceof CelOptional) return OPTIONAL;
  if (value instanceof CelType) return TYPE;
  return value.type;
}
