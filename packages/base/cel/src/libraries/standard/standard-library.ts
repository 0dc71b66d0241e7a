import type { Library } from '../../environment/environment.js';
import { STANDARD_MACROS } from '../../macros/standard-macros.js';
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  INT,
  listType,
  mapType,
  NULL,
  paramType,
  STRING,
  TIMESTAMP,
  TYPE,
  UINT,
} from '../../types/cel-type.js';
import { EMPTY } from '../../types/well-known-types.js';
import { CONVERSION_FUNCTIONS } from './conversions.js';
import { OPERATOR_FUNCTIONS } from './operators.js';
import { TEXT_FUNCTIONS } from './texts.js';
import { TIME_FUNCTIONS } from './times.js';

const A = paramType('A');

/** What every expression may use. */
export const STANDARD_LIBRARY: Library = {
  functions: [...OPERATOR_FUNCTIONS, ...TEXT_FUNCTIONS, ...CONVERSION_FUNCTIONS, ...TIME_FUNCTIONS],
  macros: STANDARD_MACROS,
  types: [
    ...[BOOL, BYTES, DOUBLE, DURATION, INT, listType(A), mapType(A, paramType('B'))],
    ...[NULL, STRING, TIMESTAMP, TYPE, UINT, EMPTY],
  ],
  regexArguments: { matches: 1 },
};
