import { CelList } from './cel-list.js';
import { CelMap } from './cel-map.js';
import { CelDuration, CelTimestamp, unixSeconds } from './cel-time.js';
import { CelUint } from './cel-uint.js';
import type { CelValue } from './value.js';

/** Whether a value is the empty one of its type. */
export function isZeroValue(value: CelValue): boolean {
  if (value === null || value === '' || value === false || value === 0n || value === 0) return true;
  if (value instanceof CelList || value instanceof CelMap) return value.size === 0;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof CelUint) return value.value === 0n;
  if (value instanceof CelDuration) return value.nanoseconds === 0n;
  return value instanceof CelTimestamp && unixSeconds(value) === -62_135_596_800n;
}
