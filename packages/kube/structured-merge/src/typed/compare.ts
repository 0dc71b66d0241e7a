import { type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { type FieldSet, type FieldSetBuilder, fieldSetBuilder } from '../field-set/field-set.js';
import { type FieldPath, fieldElement, type PathElement, renderPathElement } from '../field-set/path-element.js';
import {
  fieldSchema,
  type ListSchema,
  type MapSchema,
  type MergeSchema,
  untypedDeduced,
} from '../schema/merge-schema.js';
import { asList, asMap, deduceAtom, keysOfBoth, ownField, sameAtom, type TypedValue } from './atom.js';
import { isProblem, listElement } from './list-element.js';
import { TypedValidationError } from './validation-error.js';

/** The paths in which two values of one type differ. */
export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

interface Collected {
  readonly removed: FieldSetBuilder;
  readonly modified: FieldSetBuilder;
  readonly added: FieldSetBuilder;
}

interface Pair {
  readonly old: JsonValue | undefined;
  readonly new: JsonValue | undefined;
}

/**
 * What was removed, modified and added on the way from one value to another of the same schema.
 *
 * @throws TypedValidationError where an item of a list that differs has no place by the list's keys.
 */
export function compareTyped(old: TypedValue, next: TypedValue): Comparison {
  const out: Collected = { removed: fieldSetBuilder(), modified: fieldSetBuilder(), added: fieldSetBuilder() };
  compareNode({ old: old.value, new: next.value }, next.schema, [], out);
  return { removed: out.removed.set, modified: out.modified.set, added: out.added.set };
}

function compareNode(pair: Pair, schema: MergeSchema, path: FieldPath, out: Collected): void {
  // The same value in memory: nothing differs below, as after an edit that copied only what it changed.
  if (pair.old === pair.new) return;
  const oldAtom = deduceAtom(schema, pair.old);
  const newAtom = deduceAtom(schema, pair.new);
  let leaf: boolean;
  if (pair.new === undefined) leaf = compareAtom(pair, oldAtom, path, out);
  else {
    if (pair.old !== undefined && !sameAtom(oldAtom, newAtom)) compareAtom(pair, oldAtom, path, out);
    leaf = compareAtom(pair, newAtom, path, out);
  }
  if (leaf) return;
  if (pair.old === undefined) out.added.insert(path);
  else if (pair.new === undefined) out.removed.insert(path);
}

/** @returns whether the value was compared as a whole. */
function compareAtom(pair: Pair, atom: MergeSchema, path: FieldPath, out: Collected): boolean {
  if (atom.map !== undefined) return compareMaps(pair, atom.map, path, out);
  if (atom.list !== undefined && atom.scalar === undefined) return compareLists(pair, atom.list, path, out);
  return compareLeaf(pair, path, out);
}

function compareLeaf(pair: Pair, path: FieldPath, out: Collected): true {
  if (pair.old === undefined) out.added.insert(path);
  else if (pair.new === undefined) out.removed.insert(path);
  else if (!jsonEqual(pair.old, pair.new)) out.modified.insert(path);
  return true;
}

function compareMaps(pair: Pair, schema: MapSchema, path: FieldPath, out: Collected): boolean {
  const oldMap = asMap(pair.old);
  const newMap = asMap(pair.new);
  if (schema.relationship === 'atomic' || (isEmptyMap(oldMap) && isEmptyMap(newMap)))
    return compareLeaf(pair, path, out);
  for (const key of keysOfBoth(oldMap, newMap)) {
    const fields = { old: ownField(oldMap, key), new: ownField(newMap, key) };
    compareNode(fields, fieldSchema(schema, key) ?? untypedDeduced, [...path, fieldElement(key)], out);
  }
  return false;
}

function isEmptyMap(map: JsonObject | undefined): boolean {
  return map === undefined || Object.keys(map).length === 0;
}

function compareLists(pair: Pair, schema: ListSchema, path: FieldPath, out: Collected): boolean {
  const oldList = asList(pair.old) ?? [];
  const newList = asList(pair.new) ?? [];
  if (schema.relationship === 'atomic' || (oldList.length === 0 && newList.length === 0))
    return compareLeaf(pair, path, out);
  const oldGroups = groupByElement(schema, oldList, path);
  const newGroups = groupByElement(schema, newList, path);
  for (const [id, { element }] of new Map([...oldGroups, ...newGroups])) {
    const olds = oldGroups.get(id)?.values ?? [];
    const news = newGroups.get(id)?.values ?? [];
    compareGroups({ olds, news }, schema, [...path, element], out);
  }
  return false;
}

interface Group {
  readonly element: PathElement;
  readonly values: JsonValue[];
}

function groupByElement(schema: ListSchema, list: readonly JsonValue[], path: FieldPath): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const [index, child] of list.entries()) {
    const element = listElement(schema, child);
    if (isProblem(element)) throw unlistable(path, index, element.problem);
    const group = groups.get(element.id);
    if (group === undefined) groups.set(element.id, { element, values: [child] });
    else group.values.push(child);
  }
  return groups;
}

function unlistable(path: FieldPath, index: number, problem: string): TypedValidationError {
  const at = path.map(renderPathElement).join('');
  return new TypedValidationError([{ path: at, message: `element ${index}: ${problem}` }]);
}

/** Elements under one key: usually at most one on each side; doubled keys are compared as a whole. */
function compareGroups(
  { olds, news }: { readonly olds: readonly JsonValue[]; readonly news: readonly JsonValue[] },
  schema: ListSchema,
  path: FieldPath,
  out: Collected,
): void {
  if (olds.length <= 1 && news.length <= 1)
    return compareNode({ old: olds[0], new: news[0] }, schema.element(), path, out);
  if (olds.length >= 2 && news.length >= 2) {
    if (!jsonEqual(olds, news)) out.modified.insert(path);
  } else if (olds.length >= 2) {
    if (news.length === 1) compareNode({ old: undefined, new: news[0] }, schema.element(), path, out);
    out.removed.insert(path);
  } else {
    if (olds.length === 1) compareNode({ old: olds[0], new: undefined }, schema.element(), path, out);
    out.added.insert(path);
  }
}
