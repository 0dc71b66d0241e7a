import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { duplicateField, type FieldError, invalidField } from '@gotk/objects';
import type { SchemaNode } from './schema-node.js';

/** Checks that lists of type `set` and `map` hold nothing twice. */
export function checkListTypes(node: SchemaNode | undefined, value: JsonValue, path = ''): readonly FieldError[] {
  if (node === undefined) return [];
  if (Array.isArray(value)) return checkList(node, value as readonly JsonValue[], path);
  return isJsonObject(value) ? checkFields(node, value, path) : [];
}

function checkFields(node: SchemaNode, value: JsonObject, path: string): readonly FieldError[] {
  const { properties = {}, additionalProperties } = node;
  return Object.entries(value).flatMap(([field, item]) => {
    if (item === undefined) return [];
    if (Object.hasOwn(properties, field)) return checkListTypes(properties[field], item, join(path, field));
    return typeof additionalProperties === 'object'
      ? checkListTypes(additionalProperties, item, `${path}[${field}]`)
      : [];
  });
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

function checkList(node: SchemaNode, items: readonly JsonValue[], path: string): readonly FieldError[] {
  return [
    ...checkUnique(node, items, path),
    ...items.flatMap((item, index) => checkListTypes(node.items, item, `${path}[${index}]`)),
  ];
}

function checkUnique(node: SchemaNode, items: readonly JsonValue[], path: string): readonly FieldError[] {
  switch (node['x-kubernetes-list-type']) {
    case 'set':
      return repeated(items).map(([index, item]) => duplicateField(`${path}[${index}]`, item));
    case 'map':
      return checkKeys(node['x-kubernetes-list-map-keys'] ?? [], items, path);
    default:
      return [];
  }
}

function checkKeys(names: readonly string[], items: readonly JsonValue[], path: string): readonly FieldError[] {
  const stray = items.findIndex((item) => item !== null && !isJsonObject(item));
  if (stray !== -1) {
    const item = items[stray] ?? null;
    return [invalidField(`${path}[${stray}]`, item, 'must be an object for an array of list-type map')];
  }
  const keys = items.map((item) => keyOf(item, names));
  return repeated(keys).map(([index, key]) => duplicateField(`${path}[${index}]`, key));
}

function keyOf(item: JsonValue, names: readonly string[]): JsonObject {
  const fields = isJsonObject(item) ? item : {};
  return Object.fromEntries(names.filter((name) => Object.hasOwn(fields, name)).map((name) => [name, fields[name]]));
}

/** Where each repeated value stands for the second time. */
function repeated<T extends JsonValue>(values: readonly T[]): readonly (readonly [index: number, value: T])[] {
  const times = new Map<string, number>();
  return values.flatMap((value, index) => {
    const key = canonicalJson(value);
    const count = (times.get(key) ?? 0) + 1;
    times.set(key, count);
    return count === 2 ? [[index, value] as const] : [];
  });
}
