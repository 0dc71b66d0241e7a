import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

/** Refers to the schema of metadata. */
export const OBJECT_META = { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } as const;

/** What the schema of an embedded resource has beside its own: the fields of every object. */
export function embeddedParts(schema: JsonObject): JsonObject {
  const text = { type: 'string' };
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly JsonValue[]) : [];
  return {
    properties: { ...properties, apiVersion: text, kind: text, metadata: { allOf: [OBJECT_META] } },
    required: [...required, ...['kind', 'apiVersion'].filter((name) => !required.includes(name))],
  };
}
