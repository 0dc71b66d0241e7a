import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { ObjectSchema } from './object-schema.js';

/** A schema that a kustomization brings along (`openapi.path`): a Swagger document. */
export interface CustomSchema {
  schemaFor(apiVersion: string, kind: string): ObjectSchema | undefined;
  /** Whether objects of the kind have a namespace; `undefined` where the document does not say. */
  isNamespaced(apiVersion: string, kind: string): boolean | undefined;
}

const REFERENCE = '#/definitions/';
const MAX_REFERENCES = 100;

/** Reads a Swagger document: its definitions by kind, and from its paths whether a kind has namespaces. */
export function parseCustomSchema(document: JsonValue): CustomSchema {
  const definitions = objectIn(document, 'definitions');
  const kinds = indexKinds(definitions);
  const scopes = indexScopes(objectIn(document, 'paths'));
  return {
    schemaFor(apiVersion, kind) {
      const definition = kinds.get(`${apiVersion}/${kind}`);
      return definition === undefined ? undefined : schemaOf(definition, definitions);
    },
    isNamespaced: (apiVersion, kind) => scopes.get(`${apiVersion}/${kind}`),
  };
}

function indexKinds(definitions: JsonObject): ReadonlyMap<string, JsonObject> {
  const kinds = new Map<string, JsonObject>();
  for (const definition of Object.values(definitions)) {
    if (!isJsonObject(definition)) continue;
    const entries = definition['x-kubernetes-group-version-kind'];
    for (const entry of Array.isArray(entries) ? entries : []) {
      const name = kindName(entry);
      if (name !== undefined) kinds.set(name, definition);
    }
  }
  return kinds;
}

function indexScopes(paths: JsonObject): ReadonlyMap<string, boolean> {
  const scopes = new Map<string, boolean>();
  for (const [path, methods] of Object.entries(paths)) {
    const name = kindName(objectIn(methods, 'get')['x-kubernetes-group-version-kind']);
    if (name === undefined) continue;
    if (path.includes('namespaces/{namespace}')) scopes.set(name, true);
    else if (!scopes.has(name)) scopes.set(name, false);
  }
  return scopes;
}

function kindName(entry: JsonValue | undefined): string | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { group, version, kind } = entry;
  if (typeof version !== 'string' || typeof kind !== 'string') return undefined;
  return typeof group === 'string' && group !== '' ? `${group}/${version}/${kind}` : `${version}/${kind}`;
}

function schemaOf(schema: JsonObject, definitions: JsonObject): ObjectSchema {
  return {
    mergeKeys: mergeKeysOf(schema),
    field(name) {
      const properties = objectIn(schema, 'properties');
      const found = Object.hasOwn(properties, name) ? properties[name] : schema['additionalProperties'];
      return isJsonObject(found) ? resolved(found, definitions) : undefined;
    },
    items() {
      const { type, items } = schema;
      const isList = type === 'array' || (Array.isArray(type) && type.length === 1 && type[0] === 'array');
      return isList && isJsonObject(items) ? resolved(items, definitions) : undefined;
    },
  };
}

function resolved(schema: JsonObject, definitions: JsonObject): ObjectSchema | undefined {
  let current = schema;
  for (let steps = 0; steps < MAX_REFERENCES; steps++) {
    const reference = current['$ref'];
    if (typeof reference !== 'string' || reference === '') return schemaOf(current, definitions);
    if (!reference.startsWith(REFERENCE)) return undefined;
    const name = reference.slice(REFERENCE.length).replaceAll('~1', '/').replaceAll('~0', '~');
    const target = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (!isJsonObject(target)) return undefined;
    current = target;
  }
  return undefined;
}

function mergeKeysOf(schema: JsonObject): readonly string[] | undefined {
  const strategy = schema['x-kubernetes-patch-strategy'];
  if (typeof strategy !== 'string' || !strategy.split(',').includes('merge')) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'];
  if (Array.isArray(keys)) return keys.filter((key) => typeof key === 'string');
  const key = schema['x-kubernetes-patch-merge-key'];
  return typeof key === 'string' ? [key] : [];
}

function objectIn(value: JsonValue | undefined, name: string): JsonObject {
  const found = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return isJsonObject(found) ? found : {};
}
