import { goTypeName, type JsonValue, renderGoValue } from '@gotk/json';
import { mergeError } from '../strategic-merge-error.js';

/** Whether lists hold objects or scalars. */
export type ElementKind = 'object' | 'scalar';

/**
 * What the lists hold. All their elements must be of one type.
 * @throws LocatedError when they are not, or when there is no element at all.
 */
export function elementKind(...lists: readonly (readonly JsonValue[])[]): ElementKind {
  const types = new Set(lists.flatMap((list) => list.map(goTypeName)));
  const [type] = types;
  if (type === undefined) throw mergeError('no elements in any of the given slices');
  if (type === '[]interface {}') throw mergeError('lists of lists are not supported');
  if (types.size > 1 || type === '<nil>') {
    throw mergeError(`list element types are not identical: ${renderGoValue(lists)}`);
  }
  return type === 'map[string]interface {}' ? 'object' : 'scalar';
}
