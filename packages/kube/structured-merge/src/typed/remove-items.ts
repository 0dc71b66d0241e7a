import type { JsonValue } from '@gotk/json';
import { emptyFieldSet, type FieldSet, isEmptyFieldSet } from '../field-set/field-set.js';
import { fieldElement } from '../field-set/path-element.js';
import {
  fieldSchema,
  type ListSchema,
  type MapSchema,
  type MergeSchema,
  untypedDeduced,
} from '../schema/merge-schema.js';
import { asList, asMap, deduceAtom, type TypedValue } from './atom.js';
import { isProblem, listElement } from './list-element.js';

/** The value without the fields and elements whose paths are in the set. Containers that become empty are null. */
export function removeItems({ value, schema }: TypedValue, items: FieldSet): TypedValue {
  return { value: removeFrom(value, schema, items) ?? null, schema };
}

function removeFrom(value: JsonValue, schema: MergeSchema, items: FieldSet): JsonValue | undefined {
  const atom = deduceAtom(schema, value);
  if (atom.map !== undefined) return removeFromMap(value, atom.map, items);
  if (atom.scalar !== undefined) return value;
  return atom.list === undefined ? undefined : removeFromList(value, atom.list, items);
}

function removeFromMap(value: JsonValue, schema: MapSchema, items: FieldSet): JsonValue | undefined {
  const map = asMap(value);
  if (map === undefined || schema.relationship === 'atomic') return undefined;
  const kept: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
  for (const [key, field] of Object.entries(map)) {
    if (field === undefined) continue;
    const node = items.nodes.get(fieldElement(key).id);
    if (node?.member === true) continue;
    const below = node?.children ?? emptyFieldSet;
    if (isEmptyFieldSet(below)) kept[key] = field;
    else {
      kept[key] = removeFrom(field, fieldSchema(schema, key) ?? untypedDeduced, below) ?? null;
    }
  }
  return Object.keys(kept).length > 0 ? { ...kept } : undefined;
}

function removeFromList(value: JsonValue, schema: ListSchema, items: FieldSet): JsonValue | undefined {
  const list = asList(value);
  if (list === undefined || schema.relationship === 'atomic') return undefined;
  const kept: JsonValue[] = [];
  for (const child of list) {
    const element = listElement(schema, child);
    const node = isProblem(element) ? undefined : items.nodes.get(element.id);
    if (node?.member === true) continue;
    const below = node?.children ?? emptyFieldSet;
    if (isEmptyFieldSet(below)) kept.push(child);
    else {
      kept.push(removeFrom(child, schema.element(), below) ?? null);
    }
  }
  return kept.length > 0 ? kept : undefined;
}
