import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { builtinSchema, type KubeSchema } from '@gotk/kube-openapi';
import { asJson, type KubeObject, parseApiVersion } from '@gotk/objects';

/** Kinds of the API server that Go's client library has no types of. */
const UNTYPED_GROUPS = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);

/** A value that does not fit its schema. */
class Misfit extends Error {}

/**
 * The object as a Go program reads it into the type of its kind: fields that the type does not have are gone, so that the API
 * server does not refuse them.
 *
 * @returns the object itself when it does not fit the type, or has none.
 */
export function keepKnownFields(object: KubeObject): KubeObject {
  if (UNTYPED_GROUPS.has(parseApiVersion(object.apiVersion).group)) return object;
  const schema = builtinSchema(object);
  if (schema === undefined) return object;
  try {
    return fit(asJson(object), schema) as unknown as KubeObject;
  } catch (error) {
    if (error instanceof Misfit) return object;
    throw error;
  }
}

function fit(value: JsonValue, schema: KubeSchema): JsonValue {
  if (value === null) return value;
  const { type, items, additionalProperties } = schema;
  if (isJsonObject(value)) {
    if (type !== undefined && type !== 'object') throw new Misfit();
    if (schema.properties !== undefined) return fitFields(value, schema.properties);
    return typeof additionalProperties === 'object' ? fitEach(value, additionalProperties) : value;
  }
  if (Array.isArray(value)) {
    if (type !== undefined && type !== 'array') throw new Misfit();
    return items === undefined ? value : (value as readonly JsonValue[]).map((item) => fit(item, items));
  }
  if (!isScalarOf(value, schema)) throw new Misfit();
  return value;
}

function fitFields(value: JsonObject, properties: Readonly<Record<string, KubeSchema>>): JsonObject {
  const known = Object.entries(value).flatMap(([name, field]): [string, JsonValue | undefined][] => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema === undefined) return [];
    return [[name, field === undefined ? undefined : fit(field, schema)]];
  });
  return Object.fromEntries(known);
}

function fitEach(value: JsonObject, schema: KubeSchema): JsonObject {
  const entries = Object.entries(value).map(([name, item]) => [name, item === undefined ? item : fit(item, schema)]);
  return Object.fromEntries(entries);
}

function isScalarOf(value: JsonValue, schema: KubeSchema): boolean {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' && (schema.format !== 'byte' || isBase64(value));
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    default:
      // Quantities and ports have none: they are texts or numbers.
      return schema.type === undefined;
  }
}

function isBase64(text: string): boolean {
  const compact = text.replaceAll(/[\r\n]/g, '');
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
}
