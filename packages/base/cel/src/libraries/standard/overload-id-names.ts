import { BOOL, BYTES, type CelType, DOUBLE, DURATION, INT, STRING, TIMESTAMP, UINT } from '../../types/cel-type.js';

/** Types without parameters as the ids of overloads name them. */
export const OVERLOAD_ID_NAMES: ReadonlyMap<CelType, string> = new Map([
  [BOOL, 'bool'],
  [BYTES, 'bytes'],
  [DOUBLE, 'double'],
  [DURATION, 'duration'],
  [INT, 'int64'],
  [STRING, 'string'],
  [TIMESTAMP, 'timestamp'],
  [UINT, 'uint64'],
]);
