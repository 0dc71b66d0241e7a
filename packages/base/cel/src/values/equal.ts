import { CelType } from '../types/cel-type.js';
import { CelList } from './cel-list.js';
import { CelMap } from './cel-map.js';
import { CelOpaque } from './cel-opaque.js';
import { CelOptional } from './cel-optional.js';
import { CelDuration, CelTimestamp } from './cel-time.js';
import { compareBytes, compareNumbers } from './compare.js';
import type { CelValue } from './value.js';

/** Whether two values are the same; numbers of different types may be. @throws CelError where a type cannot say */
export function equalValues(a: CelValue, b: CelValue): boolean {
  if (a === null || b === null) return a === b;
  if (typeof a === 'string' || typeof a === 'boolean') return a === b;
  const numbers = compareNumbers(a, b);
  if (numbers !== undefined) return numbers === 0;
  if (a instanceof CelList || a instanceof CelMap || a instanceof CelOpaque) return a.equals(b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0;
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanoseconds === b.nanoseconds;
  if (a instanceof CelTimestamp) return b instanceof CelTimestamp && a.nanoseconds === b.nanoseconds;
  if (a instanceof CelType) return b instanceof CelType && a.name === b.name;
  return a instanceof CelOptional && b instanceof CelOptional && equalOptionals(a, b);
}

function equalOptionals(a: CelOptional, b: CelOptional): boolean {
  if (a.value === undefined || b.value === undefined) return a.value === b.value;
  return equalValues(a.value, b.value);
}
