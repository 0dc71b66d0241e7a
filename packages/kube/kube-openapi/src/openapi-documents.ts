import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseApiVersion, renderApiVersion } from '@gotk/objects';
import { builtinDefinition } from './definitions.js';
import { DOCUMENT_ROOTS } from './generated/documents.generated.js';

const REFERENCE = '#/components/schemas/';
const GROUP_VERSION_KIND = 'x-kubernetes-group-version-kind';
const META_PACKAGE = 'io.k8s.apimachinery.pkg.apis.meta.v1.';

/** The paths below `/openapi/v3` whose documents have schemas: `api/v1`, `apis/apps/v1` … */
export function openApiDocumentPaths(): readonly string[] {
  return Object.keys(DOCUMENT_ROOTS);
}

/**
 * `components.schemas` of the document at a path below `/openapi/v3`, as kube-apiserver serves it but for descriptions.
 * @returns `undefined` when there is no such document.
 */
export function openApiDocumentSchemas(path: string): Readonly<Record<string, JsonObject>> | undefined {
  if (!Object.hasOwn(DOCUMENT_ROOTS, path)) return undefined;
  const names = reachableDefinitions((DOCUMENT_ROOTS[path] ?? '').split(' '));
  const apiVersion = path.startsWith('apis/') ? path.slice('apis/'.length) : path.slice('api/'.length);
  return Object.fromEntries(
    names.map((name) => [name, onlyKindsOf(apiVersion, name, builtinDefinition(name) ?? {})] as const),
  );
}

/** The definitions with these names and all that they refer to, sorted. */
export function reachableDefinitions(roots: readonly string[]): readonly string[] {
  const reached = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...referencesOf(builtinDefinition(name)));
  }
  return Array.from(reached).sort();
}

function referencesOf(value: JsonValue | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member.slice(REFERENCE.length)] : referencesOf(member),
  );
}

/** Options are kinds of every group; a document names them as kinds of the core group and of its own. */
function onlyKindsOf(apiVersion: string, name: string, schema: JsonObject): JsonObject {
  const kinds = schema[GROUP_VERSION_KIND];
  if (!name.startsWith(META_PACKAGE) || !Array.isArray(kinds)) return schema;
  const own = kinds.filter((kind: JsonValue) => {
    const of = isJsonObject(kind) ? renderApiVersion(String(kind['group']), String(kind['version'])) : '';
    return of === 'v1' || of === apiVersion;
  });
  return { ...schema, [GROUP_VERSION_KIND]: own };
}

/**
 * A definition of version 3 as version 2 (`/openapi/v2`) has it: references are to `#/definitions`, defaults are left
 * out, and what may be a number or a string is a string.
 */
export function toSwaggerDefinition(schema: JsonObject): JsonObject {
  const members = Object.entries(schema).flatMap(([key, value]): [string, JsonValue | undefined][] => {
    switch (key) {
      case 'default':
        return [];
      case '$ref':
        return [[key, String(value).replace(REFERENCE, '#/definitions/')]];
      case 'allOf':
        return Array.isArray(value) && isJsonObject(value[0]) ? Object.entries(toSwaggerDefinition(value[0])) : [];
      case 'oneOf':
        return [['type', 'string']];
      case 'properties':
        return isJsonObject(value) ? [[key, toSwaggerProperties(value)]] : [];
      case 'items':
      case 'additionalProperties':
        return [[key, isJsonObject(value) ? toSwaggerDefinition(value) : value]];
      default:
        return [[key, value]];
    }
  });
  return Object.fromEntries(members);
}

function toSwaggerProperties(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      isJsonObject(property) ? toSwaggerDefinition(property) : property,
    ]),
  );
}

/** Where the OpenAPI v3 document of an apiVersion stands below `/openapi/v3`. */
export function openApiDocumentPath(apiVersion: string): string {
  return parseApiVersion(apiVersion).group === '' ? `api/${apiVersion}` : `apis/${apiVersion}`;
}
