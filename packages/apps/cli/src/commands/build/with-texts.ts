import { fluxOpenApi } from '@gotk/flux-types';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';

/**
 * A Kustomization from a file with texts where its fields are texts: YAML has `newTag: y` for true, and Go, which reads into
 * typed fields, makes a text of it again.
 */
export function withTexts(kustomization: KubeObject): KubeObject {
  return typed(asJson(kustomization), fluxOpenApi('Kustomization')) as unknown as KubeObject;
}

function typed(value: JsonValue, schema: JsonObject): JsonValue {
  if (schema['type'] === 'string' && (typeof value === 'boolean' || typeof value === 'number')) return String(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => typed(item, child(schema, 'items')));
  if (!isJsonObject(value)) return value;
  const { properties } = schema;
  const schemaOf = (key: string): JsonObject =>
    isJsonObject(properties) && Object.hasOwn(properties, key)
      ? child(properties, key)
      : child(schema, 'additionalProperties');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typed(item ?? null, schemaOf(key))]));
}

function child(schema: JsonObject, key: string): JsonObject {
  const found = schema[key];
  return isJsonObject(found) ? found : {};
}
