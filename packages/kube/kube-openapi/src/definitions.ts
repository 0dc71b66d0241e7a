import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { KindRef } from '@gotk/objects';
import { parseApiVersion } from '@gotk/objects';
import { API_PACKAGES, DEFINITION_CHUNKS } from './generated/definitions.generated.js';

/** A definition of the API server's OpenAPI v3 documents, without descriptions. */
export interface Definition {
  /** For example `io.k8s.api.apps.v1.Deployment`. */
  readonly name: string;
  /** The schema as it stands in the document, references included. */
  readonly schema: JsonObject;
}

const META_PACKAGE = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const REFERENCE = '#/components/schemas/';

type Chunk = Readonly<Record<string, JsonObject>>;

const chunks = new Map<string, Chunk>();
const schemas = new Map<string, JsonObject>();

/**
 * The schema of a definition, by its name or by a `$ref` to it.
 * Only its API package is read, and only once.
 */
export function builtinDefinition(reference: string): JsonObject | undefined {
  const name = reference.startsWith(REFERENCE) ? reference.slice(REFERENCE.length) : reference;
  const known = schemas.get(name);
  if (known !== undefined) return known;
  const dot = name.lastIndexOf('.');
  const chunk = readChunk(name.slice(0, dot));
  const type = name.slice(dot + 1);
  const compact = chunk !== undefined && Object.hasOwn(chunk, type) ? chunk[type] : undefined;
  if (compact === undefined) return undefined;
  const schema = expand(compact);
  schemas.set(name, schema);
  return schema;
}

function readChunk(prefix: string): Chunk | undefined {
  const known = chunks.get(prefix);
  if (known !== undefined) return known;
  if (!Object.hasOwn(DEFINITION_CHUNKS, prefix)) return undefined;
  const chunk = JSON.parse(DEFINITION_CHUNKS[prefix] ?? '{}') as Chunk;
  chunks.set(prefix, chunk);
  return chunk;
}

/** The form of the documents: references are paths, and those with siblings stand in an `allOf`. */
function expand(compact: JsonObject): JsonObject {
  const members = Object.entries(compact).map(([key, value]): [string, JsonValue | undefined] => {
    switch (key) {
      case '$ref':
        return [key, `${REFERENCE}${String(value)}`];
      case 'allOf':
        return [key, [{ $ref: `${REFERENCE}${String(value)}` }]];
      case 'properties':
        return [key, isJsonObject(value) ? expandEach(value) : value];
      case 'items':
      case 'additionalProperties':
        return [key, isJsonObject(value) ? expand(value) : value];
      default:
        return [key, value];
    }
  });
  return Object.fromEntries(members);
}

function expandEach(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, isJsonObject(property) ? expand(property) : property]),
  );
}

/** The definition of a built-in kind, of its list kind, or of one of the kinds that all groups share. */
export function definitionOfKind({ apiVersion, kind }: KindRef): Definition | undefined {
  const own = Object.hasOwn(API_PACKAGES, apiVersion) ? API_PACKAGES[apiVersion] : undefined;
  if (own === undefined || kind.includes('.')) return undefined;
  for (const prefix of [own, META_PACKAGE]) {
    const name = `${prefix}.${kind}`;
    const schema = builtinDefinition(name);
    if (schema !== undefined && isKind(schema, apiVersion, kind)) return { name, schema };
  }
  return undefined;
}

function isKind(schema: JsonObject, apiVersion: string, kind: string): boolean {
  const kinds = schema['x-kubernetes-group-version-kind'];
  const { group, version } = parseApiVersion(apiVersion);
  return (
    Array.isArray(kinds) &&
    kinds.some(
      (entry: JsonValue) =>
        isJsonObject(entry) && entry['group'] === group && entry['version'] === version && entry['kind'] === kind,
    )
  );
}

/** The apiVersions that have built-in kinds, sorted. */
export function builtinApiVersions(): readonly string[] {
  return Object.keys(API_PACKAGES);
}
