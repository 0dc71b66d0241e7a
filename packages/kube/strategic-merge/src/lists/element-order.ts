import { isJsonObject, type JsonObject, type JsonValue, renderGoValue } from '@gotk/json';
import { hasDirective, isDeleteDirective } from '../directives.js';
import { mergeError, noMergeKey, requireMap } from '../strategic-merge-error.js';
import type { ElementKind } from './element-kind.js';

type List = readonly JsonValue[];

/** What names the elements of a list: themselves, or one of their fields. */
export interface ElementNaming {
  readonly kind: ElementKind;
  readonly mergeKey: string;
}

/**
 * One list of the elements that a patch names and those that only the server has: the first in the order of the patch,
 * the others in the order they had, merged so that elements known to both lists keep the server's order.
 */
export function mergeOrders(
  elements: { readonly patched: List; readonly serverOnly: List },
  orders: { readonly patch: List; readonly server: List },
  naming: ElementNaming,
): List {
  const patched = sortByOrder(elements.patched, orders.patch, naming);
  const serverOnly = sortByOrder(elements.serverOnly, orders.server, naming);
  return interleave(serverOnly, patched, positionsIn(orders.server, naming));
}

/** The elements in the order of the elements of `order` with the same names; those that delete others come last. */
export function sortByOrder(elements: List, order: List, naming: ElementNaming): List {
  if (naming.kind === 'object') requireMergeKeys(naming.mergeKey, elements, order);
  const deleting = naming.kind === 'object' ? elements.filter(isDeleting) : [];
  const rest = naming.kind === 'object' ? elements.filter((element) => !isDeleting(element)) : elements;
  const positionOf = positionsIn(order, naming);
  const placed = rest.map((element) => ({ element, position: positionOf(element) }));
  if (placed.every(({ position }) => position >= 0)) placed.sort((a, b) => a.position - b.position);
  else insertionSort(placed);
  return [...placed.map(({ element }) => element), ...deleting];
}

function isDeleting(element: JsonValue): boolean {
  return isJsonObject(element) && isDeleteDirective(element);
}

/** An element without a place goes before its predecessor, as upstream's sort has it. */
function insertionSort(placed: { readonly element: JsonValue; readonly position: number }[]): void {
  for (let end = 1; end < placed.length; end++) {
    for (let index = end; index > 0; index--) {
      const [before, after] = [placed[index - 1], placed[index]];
      if (before === undefined || after === undefined) break;
      const inOrder = after.position >= 0 && before.position >= 0 && after.position >= before.position;
      if (inOrder) break;
      placed[index - 1] = after;
      placed[index] = before;
    }
  }
}

function positionsIn(order: List, naming: ElementNaming): (element: JsonValue) => number {
  const positions = new Map<JsonValue | undefined, number>();
  for (const [position, element] of order.entries()) {
    const name = nameOf(element, naming);
    if (!positions.has(name)) positions.set(name, position);
  }
  return (element) => positions.get(nameOf(element, naming)) ?? -1;
}

function nameOf(element: JsonValue, { kind, mergeKey }: ElementNaming): JsonValue | undefined {
  if (kind === 'scalar') return element;
  return isJsonObject(element) ? element[mergeKey] : undefined;
}

function interleave(left: List, right: List, positionOf: (element: JsonValue) => number): List {
  const merged: JsonValue[] = [];
  let leftIndex = 0;
  for (const element of right) {
    for (; leftIndex < left.length; leftIndex++) {
      const other = left[leftIndex] as JsonValue;
      const [otherPosition, position] = [positionOf(other), positionOf(element)];
      if (otherPosition < 0 || position < 0 || otherPosition >= position) break;
      merged.push(other);
    }
    merged.push(element);
  }
  return [...merged, ...left.slice(leftIndex)];
}

/** @throws LocatedError when an element is no object or lacks the merge key. */
function requireMergeKeys(mergeKey: string, ...lists: readonly List[]): void {
  for (const list of lists) for (const element of list) mergeKeyValue(element, mergeKey);
}

/**
 * What names a list element.
 * @throws LocatedError when it is no object or lacks the merge key.
 */
export function mergeKeyValue(element: JsonValue | undefined, mergeKey: string): JsonValue {
  const object = requireMap(element);
  const value = Object.hasOwn(object, mergeKey) ? object[mergeKey] : undefined;
  if (value === undefined) throw noMergeKey(object, mergeKey);
  return value;
}

/** The place of the element that `value` names, or -1. */
export function findByMergeKey(list: List, mergeKey: string, value: JsonValue): number {
  return list.findIndex((element, index) => requireNamed(element, index)[mergeKey] === value);
}

/** The elements that `order` also names, and the others. */
export function partitionByOrder(elements: List, order: List, mergeKey: string): { patched: List; serverOnly: List } {
  const isNamed = mergeKey === '' ? scalarsOf(order) : namedBy(order, mergeKey);
  const named = elements.map(isNamed);
  return {
    patched: elements.filter((_, index) => named[index]),
    serverOnly: elements.filter((_, index) => !named[index]),
  };
}

function scalarsOf(order: List): (element: JsonValue) => boolean {
  const values = new Set(order);
  return (element) => values.has(element);
}

function namedBy(order: List, mergeKey: string): (element: JsonValue) => boolean {
  let names: ReadonlySet<JsonValue | undefined> | undefined;
  return (element) => {
    const name = mergeKeyValue(element, mergeKey);
    names ??= new Set(order.map((place, index) => requireNamed(place, index)[mergeKey]));
    return names.has(name);
  };
}

function requireNamed(element: JsonValue, index: number): JsonObject {
  if (!isJsonObject(element)) throw mergeError(`value for key ${index} is not a map`);
  return element;
}

/**
 * That the elements of a patch stand in the order it asks for. Elements that say themselves what to do with them do not count.
 * @throws LocatedError when they do not.
 */
export function requireOrder(patch: List, order: List, mergeKey: string): void {
  if (patch.length === 0 || order.length === 0) return;
  const waiting = mergeKey === '' ? patch : patch.filter((element) => !isDeleteDirective(requireMap(element)));
  let next = 0;
  for (const place of order) {
    while (next < waiting.length && hasDirective(waiting[next] as JsonValue)) next++;
    const element = waiting[next];
    if (element === undefined) break;
    if (sameName(element, place, mergeKey)) next++;
  }
  if (next < waiting.length) throw orderMismatch(patch, order);
}

/** Whether both elements are named alike. */
export function sameName(left: JsonValue, right: JsonValue, mergeKey: string): boolean {
  return mergeKey === '' ? left === right : mergeKeyValue(left, mergeKey) === mergeKeyValue(right, mergeKey);
}

function orderMismatch(patch: List, order: List): Error {
  return mergeError(
    `The order in patch list:\n${renderGoValue(patch)}\n doesn't match $setElementOrder list:\n${renderGoValue(order)}\n`,
  );
}
