import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

const STRUCTURE = new Set(['properties', 'items', 'additionalProperties', 'description']);

/**
 * Every field of an OpenAPI schema by its path: `spec.ref.branch`, `[]` for items and `{}` for map values.
 *
 * @returns path → the keywords of the field, without descriptions and nested fields; `required` is sorted.
 */
export function flattenSchema(schema: JsonObject): ReadonlyMap<string, JsonObject> {
  const fields = new Map<string, JsonObject>();
  visit(schema, '', fields);
  return fields;
}

function visit(schema: JsonObject, path: string, fields: Map<string, JsonObject>): void {
  fields.set(path, keywordsOf(schema));
  const { properties, items, additionalProperties } = schema;
  if (isJsonObject(properties)) {
    for (const [name, field] of Object.entries(properties)) {
      if (isJsonObject(field)) visit(field, path === '' ? name : `${path}.${name}`, fields);
    }
  }
  if (isJsonObject(items)) visit(items, `${path}[]`, fields);
  if (isJsonObject(additionalProperties)) visit(additionalProperties, `${path}{}`, fields);
}

function keywordsOf(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([key]) => !STRUCTURE.has(key));
  if (typeof schema['additionalProperties'] === 'boolean') {
    kept.push(['additionalProperties', schema['additionalProperties']]);
  }
  return Object.fromEntries(kept.map(([key, value]) => [key, key === 'required' ? sortTexts(value) : value]));
}

function sortTexts(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) ? [...value].sort() : value;
}
