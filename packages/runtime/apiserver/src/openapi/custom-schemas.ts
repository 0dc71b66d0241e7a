import { isJsonObject, type JsonObject } from '@gotk/json';
import type { ResourceDefinition, VersionDefinition } from '../registry/resource-definition.js';

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
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const groupVersionKind = (name: string): JsonObject => ({
    'x-kubernetes-group-version-kind': [{ group, kind: name, version: version.version }],
  });
  const text = { type: 'string' };
  return {
    [`${prefix}.${kind}`]: {
      ...schema,
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
        metadata: { type: 'object' },
      },
      ...groupVersionKind(listKind),
    },
  };
}
