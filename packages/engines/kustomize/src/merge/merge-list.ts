import { buildError } from '../errors/build-error.js';
import { matchElement, removeElements, setElement } from '../node/elements.js';
import { field, requireField, setField, setScalar } from '../node/fields.js';
import { hasContent, hasValue, isEmptyMapping } from '../node/node-state.js';
import { scalarNode, sequenceNode, type YamlNode } from '../node/yaml-node.js';
import type { ObjectSchema } from '../schema/object-schema.js';
import { type KeyValues, mergeKeyValues, usefulKeys } from './key-values.js';
import { directedSide } from './patch-directive.js';
import { type MergeContext, type MergePair, mergeNodes, takeStyle } from './strategic-merge.js';

/** Merges two lists item by item: items with the same keys (or, of scalars, the same text) are the same item. */
export function mergeAssociativeList(
  pair: MergePair,
  schema: ObjectSchema,
  context: MergeContext,
): YamlNode | undefined {
  takeStyle(pair);
  const base = chooseList(pair);
  if (base === undefined) return undefined;
  const keys = schema.mergeKeys ?? [];
  const sides: MergePair = { base, patch: pair.patch };
  const identity: ItemIdentity =
    keys.length > 0
      ? { keys, found: keyValuesOf(sides, keys, context) }
      : { keys: [''], found: scalarValuesOf(sides, context) };
  return mergeItems(sides, identity, { schema: schema.items(), context });
}

function chooseList({ base, patch }: MergePair): YamlNode | undefined {
  if (!hasValue(base)) return patch;
  return directedSide(base, patch);
}

/** The sides in the order in which their items come. */
function ordered({ base, patch }: MergePair, { prepend }: MergeContext): readonly YamlNode[] {
  return (prepend ? [patch, base] : [base, patch]).filter((side) => side !== undefined);
}

function keyValuesOf(pair: MergePair, keys: readonly string[], context: MergeContext): KeyValues[] {
  const found = new Map<string, KeyValues>();
  for (const side of ordered(pair, context)) {
    for (const item of side.items) {
      const values = keys.map((key) => valueOfKey(item, key));
      const text = values.join('\0');
      if (!found.has(text)) found.set(text, values);
    }
  }
  return [...found.values()];
}

function valueOfKey(item: YamlNode, key: string): string {
  const value = field(item, key);
  return hasContent(value) ? value.value : '';
}

function scalarValuesOf(pair: MergePair, context: MergeContext): KeyValues[] {
  const texts = new Set<string>();
  for (const side of ordered(pair, context)) for (const item of side.items) texts.add(item.value);
  return [...texts].map((text) => [text]);
}

/** What tells items apart. */
interface ItemIdentity {
  /** An empty one for scalars. */
  readonly keys: readonly string[];
  /** The values that both lists have for them. */
  readonly found: KeyValues[];
}

function mergeItems(
  pair: MergePair,
  { keys, found }: ItemIdentity,
  { schema, context }: { readonly schema: ReturnType<ObjectSchema['items']>; readonly context: MergeContext },
): YamlNode | undefined {
  spend(context, (found.length + 1) * (found.length + itemCount(pair.base) + itemCount(pair.patch)) * keys.length);
  const all = keys.length > 1 ? mergeKeyValues(found) : found;
  const merged = sequenceNode();
  let listKeys: readonly string[] = [];
  for (const values of all) {
    const useful = usefulKeys(all, values, keys);
    listKeys = useful.keys;
    const item = mergeNodes(itemsOf(pair, useful.keys, useful.values), schema, context);
    if (isEmptyMapping(item)) removeItem(pair.base, useful.keys, useful.values);
    else if (item !== undefined) addItem(merged, item, useful.keys, useful.values);
  }
  const base = pair.base ?? sequenceNode();
  const result = all.length === 0 ? base : joinLists(merged, base, listKeys, context);
  return hasValue(result) ? result : undefined;
}

function itemCount(list: YamlNode | undefined): number {
  return list?.items.length ?? 0;
}

/** @throws LocatedError once the lists of a merge are so long that it would not end soon. */
function spend({ budget }: MergeContext, comparisons: number): void {
  budget.comparisons -= comparisons;
  if (budget.comparisons >= 0) return;
  throw buildError('kustomize-limit', 'the lists to be merged are too long', {
    hint: 'Replace such a list as a whole, with "$patch: replace" in it.',
  });
}

/** The same item on both sides; keys that it has no value for do not count. */
function itemsOf({ base, patch }: MergePair, keys: readonly string[], values: KeyValues): MergePair {
  const own = usefulKeys([values], values, keys);
  return { base: findItem(base, own.keys, own.values), patch: findItem(patch, own.keys, own.values) };
}

function findItem(list: YamlNode | undefined, keys: readonly string[], values: KeyValues): YamlNode | undefined {
  return list === undefined || list.kind !== 'sequence' ? undefined : matchElement(list, keys, values);
}

/** Once for each key: nothing more is there to be removed then. */
function removeItem(base: YamlNode | undefined, keys: readonly string[], values: KeyValues): void {
  if (base !== undefined) removeElements(base, keys, values);
}

function addItem(list: YamlNode, item: YamlNode, keys: readonly string[], values: KeyValues): void {
  for (const [index, key] of keys.entries()) {
    const value = values[index] ?? '';
    if (value === '' || field(item, key) !== undefined) continue;
    if (key === '') setScalar(item, scalarNode(value));
    else setField(item, key, scalarNode(value));
  }
  setElement(list, keys, values, item);
}

function joinLists(merged: YamlNode, base: YamlNode, keys: readonly string[], { prepend }: MergeContext): YamlNode {
  return prepend ? appendItems(merged, base, keys) : appendItems(base, merged, keys);
}

/** Sets each item of `added` in `list`, and appends those that are not in it yet. */
function appendItems(list: YamlNode, added: YamlNode, keys: readonly string[]): YamlNode {
  for (const item of added.items.slice()) {
    if (keys[0] === '') setElement(list, [''], [item.value], item);
    else appendItem(list, item, keys);
  }
  return list;
}

function appendItem(list: YamlNode, item: YamlNode, keys: readonly string[]): void {
  const values: string[] = [];
  for (const key of keys) {
    const value = requireField(item, key);
    if (value === undefined) list.items.push(item);
    else values.push(value.value);
  }
  if (keys.length > 1) removeElements(list, keys, values);
  setElement(list, keys, values, item);
}
