import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { builtinDefinition, reachableDefinitions } from '@gotk/kube-openapi';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';
import { embeddedParts, OBJECT_META } from './embedded-parts.js';
import type { OperationFormat } from './render-paths.js';
import { swaggerSchema } from './swagger-schema.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const KINDS = 'x-kubernetes-group-version-kind';
const FOREIGN_GROUPS = ['admission.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io', 'imagepolicy.k8s.io'];

/** The schemas of a custom resource and its list, under the names that Kubernetes gives them. */
export function customSchemas(
  {
    definition,
    version,
  }: {
    readonly definition: ResourceDefinition;
    readonly version: VersionDefinition;
  },
  format: OperationFormat,
): Readonly<Record<string, JsonObject>> {
  const { group, kind, listKind } = definition;
  const prefix = `${group.split('.').reverse().join('.')}.${version.version}`;
  const selectable = Object.keys(version.selectableFields).filter((field) => !field.startsWith('metadata.'));
  const extensions = (name: string): JsonObject => ({
    'x-kubernetes-group-version-kind': [{ group, kind: name, version: version.version }],
    ...(selectable.length === 0
      ? {}
      : { 'x-kubernetes-selectable-fields': selectable.map((fieldPath) => ({ fieldPath })) }),
  });
  const text = { type: 'string' };
  return {
    [`${prefix}.${kind}`]: { ...ownSchema(version.openApiSchema?.(), format), ...extensions(kind) },
    [`${prefix}.${listKind}`]: {
      type: 'object',
      required: ['items'],
      properties: {
        apiVersion: text,
        kind: text,
        items: { type: 'array', items: { $ref: `#/components/schemas/${prefix}.${kind}` } },
        metadata: { allOf: [{ $ref: `#/components/schemas/${META}.ListMeta` }] },
      },
      ...extensions(listKind),
    },
  };
}

function ownSchema(schema: JsonObject = {}, format: OperationFormat): JsonObject {
  // What the whole object may have is not told in version 2: clients take what is told for all there is.
  if (format === 'v2' && schema['x-kubernetes-preserve-unknown-fields'] === true) return { type: 'object' };
  const own = format === 'v2' ? swaggerSchema(schema) : completed(schema);
  const properties = isJsonObject(own['properties']) ? own['properties'] : {};
  const text = { type: 'string' };
  return {
    ...own,
    type: 'object',
    properties: { apiVersion: text, kind: text, ...properties, metadata: { allOf: [OBJECT_META] } },
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
      return isJsonObject(definition) ? [[name, withoutForeignKinds(definition)]] : [];
    }),
  );
}

/** The server of custom resources knows no kinds of groups that have servers of their own, or that webhooks alone speak of. */
function withoutForeignKinds(definition: JsonObject): JsonObject {
  const kinds = definition[KINDS];
  if (!Array.isArray(kinds)) return definition;
  const own = (kinds as readonly JsonValue[]).filter(
    (kind) => !isJsonObject(kind) || !FOREIGN_GROUPS.includes(String(kind['group'])),
  );
  return { ...definition, [KINDS]: own };
}

/** A schema with what its extensions mean said in OpenAPI too. */
function completed(schema: JsonObject): JsonObject {
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, completedPart(key, value)]));
  const either = schema['x-kubernetes-int-or-string'] === true && schema['anyOf'] === undefined;
  return {
    ...inner,
    ...(either ? { anyOf: [{ type: 'integer' }, { type: 'string' }] } : {}),
    ...(schema['x-kubernetes-embedded-resource'] === true ? embeddedParts(inner) : {}),
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
