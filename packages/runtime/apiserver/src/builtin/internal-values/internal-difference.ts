import { unifiedDifference } from '../pods/unified-difference.js';
import type { InternalType } from './internal-type.js';
import { renderInternalValue } from './render-internal-value.js';

/** How two parts of objects differ, as errors about what may not change end: line by line, by the fields of the server's own type. */
export function internalDifference(type: InternalType, before: object, after: object): string {
  const [a, b] = [before, after].map((value) => renderInternalValue(type, value, { indent: ' ' }));
  return unifiedDifference(a ?? '', b ?? '');
}
