import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { GoField, GoStruct, GoType } from './go-type.js';

/** What becomes of lists and maps without items: written as JSON, those that may be left out are; storage keeps none at all. */
export type EmptyFate = 'written' | 'stored';

/** A copy of a value of a type without the lists and maps that have no items, as far as it has them. */
export function dropEmpty(type: GoType, value: JsonValue, fate: EmptyFate): JsonValue {
  switch (type.kind) {
    case 'struct':
      return isJsonObject(value) ? dropInStruct(type, value, fate) : value;
    case 'list':
      return Array.isArray(value)
        ? (value as readonly JsonValue[]).map((item) => dropEmpty(type.item(), item, fate))
        : value;
    case 'map':
      return isJsonObject(value) ? dropInMap(type.value(), value, fate) : value;
    case 'any':
      return dropInAny(type.readAs?.(value), value, fate);
    default:
      return value;
  }
}

/** A value that depends on what it is; one that could not be read so would not be here. */
function dropInAny(type: GoType | undefined, value: JsonValue, fate: EmptyFate): JsonValue {
  return type === undefined ? value : dropEmpty(type, value, fate);
}

function dropInStruct({ fields }: GoStruct, value: JsonObject, fate: EmptyFate): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const field = fields.get(name);
    if (field === undefined) result[name] = item;
    else if (!isEmptyCollection(field, item)) result[name] = dropEmpty(field.type(), item, fate);
    else if (field.fieldClass === 'keep') result[name] = fate === 'stored' ? null : item;
  }
  return result;
}

function isEmptyCollection({ fieldClass, type }: GoField, item: JsonValue): boolean {
  if (fieldClass !== 'omit-empty' && fieldClass !== 'keep') return false;
  if (typeof item !== 'object' || item === null || Object.keys(item).length > 0) return false;
  const { kind } = type();
  return kind === 'list' || kind === 'map';
}

function dropInMap(type: GoType, value: JsonObject, fate: EmptyFate): JsonObject {
  const entries = Object.entries(value).map(([key, item]) => [key, dropEmpty(type, item ?? null, fate)] as const);
  return Object.fromEntries(entries);
}
