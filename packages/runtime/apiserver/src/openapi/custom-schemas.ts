import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { builtinDefinition, reachableDefinitions } from '@gotk/kube-openapi';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const OBJECT_META = { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };

/** The schemas of a custom resource and its list, under the names that Kubernetes gives them. */
export function customSchemas({
  definition,
  version,
}: {
  readonly definition: ResourceDefinition;
  readonly version: VersionDefinition;
}): Readonly<Record<string, JsonObject>> {
  const { group, kind, listKind } = definition;
  const prefix = `${group.split('.').reverse().join('.')}.${version.version}`;
  const schema = version.openApiSchema?.() ?? {};
  const own = completed(schema);
  const properties = isJsonObject(own['properties']) ? own['properties'] : {};
  const groupVersionKind = (name: string): JsonObject => ({
    'x-kubernetes-group-version-kind': [{ group, kind: name, version: version.version }],
  });
  const text = { type: 'string' };
  return {
    [`${prefix}.${kind}`]: {
      ...own,
      type: 'object',
      properties: { apiVersion: text, kind: text, ...properties, metadata: { allOf: [OBJECT_META] } },
      ...groupVersionKind(kind),
    },
    [`${prefix}.${listKind}`]: {
      type: 'object',
      required: ['items'],
      properties: {
        apiVersion: text,
        kind: text,
        items: { type: 'array', items: { $ref: `#/components/schemas/${prefix}.${kind}` } },
        metadata: { allOf: [{ $ref: `#/components/schemas/${META}.ListMeta` }] },
      },
      ...groupVersionKind(listKind),
    },
  };
}

/** The schemas of Kubernetes' own that operations on a custom resource speak of. */
export function schemasBeside({
  version,
}: {
  readonly version: VersionDefinition;
}): Readonly<Record<string, JsonObject>> {
  const scales = version.subresources.some(({ name }) => name === 'scale');
  const roots = ['DeleteOptions', 'ListMeta', 'ObjectMeta', 'Patch', 'Status'].map((name) => `${META}.${name}`);
  const names = reachableDefinitions(scales ? [...roots, 'io.k8s.api.autoscaling.v1.Scale'] : roots);
  return Object.fromEntries(
    names.flatMap((name): readonly (readonly [string, JsonObject])[] => {
      const definition = builtinDefinition(name);
      return isJsonObject(definition) ? [[name, definition]] : [];
    }),
  );
}

/** A schema with what its extensions mean said in OpenAPI too. */
function completed(schema: JsonObject): JsonObject {
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, completedPart(key, value)]));
  const either = schema['x-kubernetes-int-or-string'] === true && schema['anyOf'] === undefined;
  return {
    ...inner,
    ...(either ? { anyOf: [{ type: 'integer' }, { type: 'string' }] } : {}),
    ...(schema['x-kubernetes-embedded-resource'] === true ? embedded(inner) : {}),
  };
}

function completedPart(key: string, value: JsonValue | undefined): JsonValue | undefined {
  if (key === 'properties' && isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, property]) => [name, isJsonObject(property) ? completed(property) : property]),
    );
  const isSchema = (key === 'items' || key === 'additionalProperties') && isJsonObject(value);
  return isSchema && isJsonObject(value) ? completed(value) : value;
}

function embedded(schema: JsonObject): JsonObject {
  const text = { type: 'string' };
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly JsonValue[]) : [];
  return {
    properties: { ...properties, apiVersion: text, kind: text, metadata: { allOf: [OBJECT_META] } },
    required: [...required, ...['kind', 'apiVersion'].filter((name) => !required.includes(name))],
  };
}
