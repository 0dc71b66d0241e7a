import { LimitError } from '../functions/go-error.js';
import { GoMap } from './go-map.js';
import { GoPointer } from './go-struct.js';
import { type GoValue, itemsOf } from './go-value.js';

/** How many parts a value may have that is walked as a whole: written, copied, merged or compared. */
const MAX_PARTS = 2_000_000;
/** Deeper values are for the walk itself to refuse, in Go's words. */
const MAX_DEPTH = 1_000;

/**
 * Makes sure that walking a value ends soon. Values may hold others more than once, and themselves: a list of a list twice, forty
 * times over, would be written until the memory is full.
 *
 * @throws LimitError
 */
export function requireModestSize(value: GoValue): void {
  if (typeof value === 'object' && value !== null) countParts(value, MAX_PARTS, 0);
}

/** @returns how many parts may still come */
function countParts(value: GoValue, allowed: number, depth: number): number {
  let left = allowed - 1;
  if (left < 0) throw new LimitError(`a value exceeds the limit of ${MAX_PARTS} parts`);
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return left;
  if (value instanceof GoMap) {
    for (const part of value.values()) left = countParts(part, left, depth + 1);
    return left;
  }
  if (value instanceof GoPointer) return left;
  // Bytes are short work.
  const items = Array.isArray(value) || 'items' in value ? itemsOf(value) : undefined;
  for (const part of items ?? []) left = countParts(part, left, depth + 1);
  return left;
}
