import type { JsonValue } from '@gotk/json';
import type { KubeSchema } from '@gotk/kube-openapi';
import { PATCH } from '../directives.js';
import { elementKind } from '../lists/element-kind.js';
import { findByMergeKey, mergeKeyValue, mergeOrders, partitionByOrder } from '../lists/element-order.js';
import { deduplicateScalars } from '../lists/sort-elements.js';
import type { FieldMerging } from '../schema/field-merging.js';
import { mergeError, requireMap, unknownDirective } from '../strategic-merge-error.js';
import { mergeMap } from './merge-map.js';
import type { MergeOptions } from './merge-options.js';

type List = readonly JsonValue[];

export interface MergeListOptions extends MergeOptions {
  /** Whether the patch lists what to take out. */
  readonly deleting: boolean;
}

/** `original` with `patch` merged into it where the field merges at all; else just the patch. */
export function mergeList(original: List, patch: List, merging: FieldMerging, options: MergeListOptions): List {
  if (merging.strategy !== 'merge' && !options.deleting) return patch;
  if (original.length === 0 && patch.length === 0) return original;
  if (elementKind(original, patch) === 'object') return mergeObjects(original, patch, merging, options);
  if (options.carryOutDirectives && options.deleting) return deleteScalars(original, patch);
  const merged = deduplicateScalars([...original, ...patch]);
  const naming = { kind: 'scalar', mergeKey: merging.mergeKey } as const;
  return mergeOrders(partitionByOrder(merged, patch, merging.mergeKey), { patch, server: original }, naming);
}

function deleteScalars(original: List, values: List): List {
  const deleted = new Set(values);
  return original.filter((value) => !deleted.has(value));
}

function mergeObjects(original: List, patch: List, merging: FieldMerging, options: MergeListOptions): List {
  const { mergeKey, schema } = merging;
  if (mergeKey === '') throw mergeError('cannot merge lists without merge key for struct');
  const carriedOut = carryOutElementDirectives(original, patch, mergeKey);
  const merged = mergeElements(carriedOut.original, carriedOut.patch, { mergeKey, schema, options });
  const partition = partitionByOrder(merged, carriedOut.patch, mergeKey);
  const orders = { patch: carriedOut.patch, server: carriedOut.original };
  return mergeOrders(partition, orders, { kind: 'object', mergeKey });
}

/** Deletes what `$patch: delete` names; with a `$patch: replace` anywhere, the patch's plain elements are the list. */
function carryOutElementDirectives(original: List, patch: List, mergeKey: string): { original: List; patch: List } {
  let kept = original;
  let replaces = false;
  const plain: JsonValue[] = [];
  for (const element of patch.map((item) => requireMap(item))) {
    const directive = Object.hasOwn(element, PATCH) ? (element[PATCH] ?? null) : undefined;
    if (directive === undefined) plain.push(element);
    else if (directive === 'delete') kept = withoutElement(kept, mergeKey, mergeKeyValue(element, mergeKey));
    else if (directive === 'replace') replaces = true;
    else if (directive === 'merge') throw mergeError('merging lists cannot yet be specified in the patch');
    else throw unknownDirective(directive, element);
  }
  return replaces ? { original: plain, patch: [] } : { original: kept, patch: plain };
}

function withoutElement(list: List, mergeKey: string, value: JsonValue): List {
  return findByMergeKey(list, mergeKey, value) === -1
    ? list
    : list.filter((element) => requireMap(element)[mergeKey] !== value);
}

interface ElementMerging {
  readonly mergeKey: string;
  readonly schema: KubeSchema;
  readonly options: MergeOptions;
}

function mergeElements(original: List, patch: List, { mergeKey, schema, options }: ElementMerging): List {
  const merged = Array.from(original);
  for (const element of patch) {
    const index = findByMergeKey(merged, mergeKey, mergeKeyValue(element, mergeKey));
    const present = merged[index];
    if (present === undefined) merged.push(element);
    else merged[index] = mergeMap(requireMap(present), requireMap(element), schema, options);
  }
  return merged;
}
