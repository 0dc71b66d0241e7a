import { type JsonValue, jsonEqual } from '@gotk/json';
import type { KubeSchema } from '@gotk/kube-openapi';
import { badDirectiveFormat, fieldOfDirective, SET_ELEMENT_ORDER, withoutDirectives } from '../directives.js';
import { elementKind } from '../lists/element-kind.js';
import { mergeOrders, partitionByOrder, requireOrder } from '../lists/element-order.js';
import { type FieldMerging, listFieldMerging } from '../schema/field-merging.js';
import { requireList } from '../strategic-merge-error.js';
import { mergeList } from './merge-list.js';
import type { Fields } from './merge-map.js';
import type { MergeOptions } from './merge-options.js';

type List = readonly JsonValue[];

/** Merges and orders the lists for which the patch has a `$setElementOrder`, and takes both out of the patch. */
export function mergeOrderedLists(fields: Fields, changes: Fields, schema: KubeSchema, options: MergeOptions): void {
  for (const [key, directive] of Array.from(changes)) {
    if (!key.startsWith(SET_ELEMENT_ORDER)) continue;
    if (!options.carryOutDirectives) keepDirective(fields, key, directive);
    changes.delete(key);
    const order = requireList(directive);
    const field = fieldOfDirective(key, SET_ELEMENT_ORDER);
    const original = fields.has(field) ? requireList(fields.get(field)) : undefined;
    const patch = changes.has(field) ? requireList(changes.get(field)) : undefined;
    const merging = listFieldMerging(schema, field);
    requireOrder(patch ?? [], order, merging.mergeKey);
    const merged = mergeOrderedList({ original, patch, order }, merging, options);
    if (merged === undefined) continue;
    fields.set(field, merged);
    changes.delete(field);
  }
}

function keepDirective(fields: Fields, key: string, directive: JsonValue): void {
  const present = fields.get(key);
  if (present !== undefined && !jsonEqual(present, directive)) throw badDirectiveFormat(SET_ELEMENT_ORDER);
  fields.set(key, directive);
}

interface OrderedLists {
  readonly original: List | undefined;
  readonly patch: List | undefined;
  readonly order: List;
}

function mergeOrderedList(lists: OrderedLists, merging: FieldMerging, options: MergeOptions): List | undefined {
  const { original, patch, order } = lists;
  const merged = mergedLists(lists, merging, options);
  if (merged === undefined) return undefined;
  const { mergeKey } = merging;
  const partition = partitionByOrder(merged, order, mergeKey);
  const naming = { kind: elementKind(original ?? [], patch ?? []), mergeKey };
  return mergeOrders(partition, { patch: order, server: original ?? [] }, naming);
}

function mergedLists(
  { original, patch }: OrderedLists,
  merging: FieldMerging,
  options: MergeOptions,
): List | undefined {
  if (original === undefined) return patch === undefined ? undefined : requireList(withoutDirectives(patch));
  if (patch === undefined) return original;
  return mergeList(original, patch, merging, { ...options, deleting: false });
}
