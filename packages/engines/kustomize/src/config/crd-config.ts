import { isJsonObject, type JsonObject, type JsonValue, parseGoJson } from '@gotk/json';
import { decodeJsonAs, parseYamlAs } from '@gotk/yaml';
import { ANY, mapOf, struct, TEXTS } from '../decode/go-type.js';
import { buildError } from '../errors/build-error.js';
import { wrapError } from '../errors/wrap-error.js';
import { type FieldSpec, mergeFieldSpecs } from '../field-spec/field-spec.js';
import { EMPTY_CONFIG, mergeConfigs, mergeReferences, type TransformerConfig } from './transformer-config.js';

/** Types of a file of `crds` by their names: `com.example.v1.Bee`. */
type Definitions = ReadonlyMap<string, JsonObject>;

const FILE_TYPE = mapOf(struct('accumulator.OpenAPIDefinition', { Schema: ANY, Dependencies: TEXTS }));
const MAX_DEPTH = 100;

/**
 * Reads from the OpenAPI definitions of custom resources which of their fields are labels, names and references.
 * @throws LocatedError when the file holds something else.
 */
export function crdConfig(text: string, path: string): TransformerConfig {
  const definitions = readDefinitions(text, path);
  let config = EMPTY_CONFIG;
  for (const [name, schema] of definitions) {
    const properties = objectIn(schema, 'properties');
    if (!['kind', 'apiVersion', 'metadata'].every((field) => Object.hasOwn(properties, field))) continue;
    const kind = name.slice(name.lastIndexOf('.') + 1);
    config = mergeConfigs(config, addType(EMPTY_CONFIG, { kind, definitions }, name, []));
  }
  return config;
}

function readDefinitions(text: string, path: string): Definitions {
  try {
    const decoded = text.startsWith('{') ? decodeJsonAs(parseGoJson(text), FILE_TYPE) : parseYamlAs(text, FILE_TYPE);
    const definitions = isJsonObject(decoded) ? Object.entries(decoded) : [];
    return new Map(definitions.map(([name, definition]) => [name, objectIn(definition, 'Schema')]));
  } catch (error) {
    throw wrapError(error, `unable to parse open API definition from '${path}'`);
  }
}

interface OfKind {
  readonly kind: string;
  readonly definitions: Definitions;
}

/** Adds the fields of a type that stands at `path` of a kind. */
function addType(config: TransformerConfig, of: OfKind, type: string, path: readonly string[]): TransformerConfig {
  if (path.length > MAX_DEPTH) throw buildError('kustomize-limit', `the definition of ${of.kind} refers to itself`);
  let added = config;
  for (const [name, property] of Object.entries(objectIn(of.definitions.get(type), 'properties'))) {
    if (!isJsonObject(property)) continue;
    const fieldPath = [...path, name];
    added = addProperty(added, of.kind, property, fieldPath);
    const reference = property['$ref'];
    if (typeof reference === 'string' && reference !== '') added = addType(added, of, reference, fieldPath);
  }
  return added;
}

function addProperty(
  config: TransformerConfig,
  kind: string,
  property: JsonObject,
  path: readonly string[],
): TransformerConfig {
  const spec = specOf(kind, path);
  const has = (name: string): boolean => extension(property, name) !== undefined;
  const added: TransformerConfig = {
    ...config,
    ...(has('annotation') && { commonAnnotations: mergeFieldSpecs(config.commonAnnotations, [spec]) }),
    ...(has('label-selector') && { commonLabels: mergeFieldSpecs(config.commonLabels, [spec]) }),
    ...(has('identity') && { namePrefix: mergeFieldSpecs(config.namePrefix, [spec]) }),
  };
  const version = extension(property, 'object-ref-api-version');
  const target = extension(property, 'object-ref-kind');
  if (version === undefined || target === undefined) return added;
  const nameKey = extension(property, 'object-ref-name-key') ?? 'name';
  const reference = { group: '', version, kind: target, referrers: [specOf(kind, [...path, nameKey])] };
  return { ...added, nameReference: mergeReferences(config.nameReference, [reference]) };
}

function specOf(kind: string, path: readonly string[]): FieldSpec {
  return { group: '', version: '', kind, path: path.join('/'), create: false };
}

function extension(property: JsonObject, name: string): string | undefined {
  const value = Object.entries(property).find(([key]) => key.toLowerCase() === `x-kubernetes-${name}`)?.[1];
  return typeof value === 'string' ? value : undefined;
}

function objectIn(value: JsonValue | undefined, name: string): JsonObject {
  const found = isJsonObject(value) ? value[name] : undefined;
  return isJsonObject(found) ? found : {};
}
