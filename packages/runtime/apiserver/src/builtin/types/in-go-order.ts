import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { GoStruct, GoType } from './go-type.js';

/** A value of a type with its fields in the order in which Go writes them; maps are sorted. */
export function inGoOrder(type: GoType, value: JsonValue): JsonValue {
  switch (type.kind) {
    case 'struct':
      return isJsonObject(value) ? structInOrder(type, value) : value;
    case 'list':
      return Array.isArray(value) ? (value as readonly JsonValue[]).map((item) => inGoOrder(type.item(), item)) : value;
    case 'map':
      return isJsonObject(value) ? mapInOrder(type.value(), value) : value;
    default:
      return value;
  }
}

function structInOrder({ fields }: GoStruct, value: JsonObject): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const field of fields.values()) {
    const item = value[field.name];
    if (item !== undefined) result[field.name] = inGoOrder(field.type(), item);
  }
  return result;
}

function mapInOrder(type: GoType, value: JsonObject): JsonObject {
  const entries = Object.keys(value).sort();
  return Object.fromEntries(entries.map((key) => [key, inGoOrder(type, value[key] ?? null)]));
}
