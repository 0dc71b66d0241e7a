import { requireField } from './fields.js';
import { hasValue, isEmptyMapping } from './node-state.js';
import { requireKind } from './require-kind.js';
import type { YamlNode } from './yaml-node.js';

/** The first mapping in a sequence that has all these fields with these values; with no key, the first scalar of that text. */
export function matchElement(node: YamlNode, keys: readonly string[], values: readonly string[]): YamlNode | undefined {
  requireKind(node, 'sequence');
  const [firstKey = ''] = keys;
  if (firstKey === '') return node.items.find((item) => item.value === (values[0] ?? ''));
  for (const item of node.items) {
    if (hasValue(item) && item.kind !== 'mapping') continue;
    if (keys.every((key, index) => fieldHas(item, key, values[index] ?? '') !== undefined)) return item;
  }
  return undefined;
}

/** The first mapping in a sequence that has this field. */
export function matchElementWithField(node: YamlNode, key: string): YamlNode | undefined {
  requireKind(node, 'sequence');
  return node.items.find((item) => item.kind === 'mapping' && requireField(item, key) !== undefined);
}

/** Puts an element into an associative list: in place of each element that matches, or at the end. */
export function setElement(
  node: YamlNode,
  keys: readonly string[],
  values: readonly string[],
  element: YamlNode,
): void {
  const found = rewriteElements(node, keys, values, element);
  if (hasValue(element) && !found) node.items.push(element);
}

/** Takes the elements that match out of an associative list. */
export function removeElements(node: YamlNode, keys: readonly string[], values: readonly string[]): void {
  rewriteElements(node, keys, values, undefined);
}

/** Null and empty elements vanish on the way: they cannot have a key. @returns whether an element matched. */
function rewriteElements(
  node: YamlNode,
  keys: readonly string[],
  values: readonly string[],
  element: YamlNode | undefined,
): boolean {
  requireKind(node, 'sequence');
  const wantsMappings = (keys[0] ?? '') !== '' && (values[0] ?? '') !== '';
  const matchKeys = keys.length === 0 ? [''] : keys;
  const rewritten: YamlNode[] = [];
  let found = false;
  for (const item of node.items) {
    if (isEmptyMapping(item)) continue;
    if (item.kind !== 'mapping' && wantsMappings) rewritten.push(item);
    else if (!elementMatches(item, matchKeys, values)) {
      if (values.length > 0) rewritten.push(item);
    } else {
      found = true;
      if (element !== undefined) rewritten.push(element);
    }
  }
  if (node.kind === 'sequence') node.items = rewritten;
  return found;
}

/** A key without a value beside it repeats the answer for the key before. */
function elementMatches(item: YamlNode, keys: readonly string[], values: readonly string[]): boolean {
  let match: YamlNode | undefined;
  for (const [index, key] of keys.entries()) {
    const value = values[index];
    if (value !== undefined) match = matchField(item, key, value);
    if (match === undefined) return false;
  }
  return true;
}

/** An empty value matches any; an empty key means the item itself. */
function matchField(item: YamlNode, key: string, value: string): YamlNode | undefined {
  if (key === '') {
    requireKind(item, 'scalar');
    return item.value === value ? item : undefined;
  }
  return value === '' ? requireField(item, key) : fieldHas(item, key, value);
}

function fieldHas(item: YamlNode, key: string, value: string): YamlNode | undefined {
  const found = requireField(item, key);
  return found !== undefined && found.value === value ? found : undefined;
}
