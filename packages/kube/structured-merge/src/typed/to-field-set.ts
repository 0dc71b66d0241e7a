import type { JsonValue } from '@gotk/json';
import { type FieldSet, type FieldSetBuilder, fieldSetBuilder } from '../field-set/field-set.js';
import { type FieldPath, fieldElement } from '../field-set/path-element.js';
import {
  fieldSchema,
  type ListSchema,
  type MapSchema,
  type MergeSchema,
  untypedDeduced,
} from '../schema/merge-schema.js';
import { asList, asMap, deduceAtom, type TypedValue } from './atom.js';
import { isProblem, listElement } from './list-element.js';

/** The paths of every field that the value sets: what an applier of this value owns. */
export function toFieldSet({ value, schema }: TypedValue): FieldSet {
  const builder = fieldSetBuilder();
  collect(value, schema, [], builder);
  return builder.set;
}

function collect(value: JsonValue, schema: MergeSchema, path: FieldPath, out: FieldSetBuilder): void {
  const atom = deduceAtom(schema, value);
  if (atom.map !== undefined) collectMap(value, atom.map, path, out);
  else if (atom.scalar !== undefined) out.insert(path);
  else if (atom.list !== undefined) collectList(value, atom.list, path, out);
}

function collectMap(value: JsonValue, schema: MapSchema, path: FieldPath, out: FieldSetBuilder): void {
  if (schema.relationship === 'atomic') return out.insert(path);
  const map = asMap(value);
  if (map === undefined) return;
  for (const [key, field] of Object.entries(map)) {
    if (field === undefined) continue;
    const below = [...path, fieldElement(key)];
    collect(field, fieldSchema(schema, key) ?? untypedDeduced, below, out);
    const empty = field === null || isEmptyMap(field);
    if (empty || !schema.fields.has(key)) out.insert(below);
  }
}

function isEmptyMap(value: JsonValue): boolean {
  const map = asMap(value);
  return map !== undefined && Object.keys(map).length === 0;
}

function collectList(value: JsonValue, schema: ListSchema, path: FieldPath, out: FieldSetBuilder): void {
  if (schema.relationship === 'atomic') return out.insert(path);
  const list = asList(value) ?? [];
  const elements = list.map((child) => listElement(schema, child));
  const counts = new Map<string, number>();
  for (const element of elements) if (!isProblem(element)) counts.set(element.id, (counts.get(element.id) ?? 0) + 1);
  for (const [index, child] of list.entries()) {
    const element = elements[index];
    if (element === undefined || isProblem(element)) continue;
    const below = [...path, element];
    // What lies below a doubled key has no path of its own.
    if (counts.get(element.id) === 1) collect(child, schema.element(), below, out);
    out.insert(below);
  }
}
