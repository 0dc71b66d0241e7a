import type { JsonObject } from '@gotk/json';
import { type MergeSchema, mergeSchemaOf } from '@gotk/structured-merge';
import { objectMetaSchema } from './object-meta-schema.js';
import type { SchemaNode } from './schema/schema-node.js';

/** How server-side apply merges a custom resource: its own schema, with the type and metadata that every object has. */
export function customMergeSchema(schema: SchemaNode): MergeSchema {
  const properties = {
    ...withKnownMetadata(schema).properties,
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: objectMetaSchema,
  };
  // Schema nodes are JSON; their interface only lacks the index signature.
  return mergeSchemaOf({
    ...(schema as unknown as JsonObject),
    type: 'object',
    properties: properties as unknown as JsonObject,
  });
}

/** The schema with the type and metadata that every object has in the places of whole objects. */
function withKnownMetadata(node: SchemaNode): SchemaNode {
  const { properties, items, additionalProperties } = node;
  const own = Object.entries(properties ?? {}).map(([name, property]) => [name, withKnownMetadata(property)] as const);
  const embedded = node['x-kubernetes-embedded-resource'] === true ? EMBEDDED : {};
  return {
    ...node,
    ...(properties === undefined && embedded !== EMBEDDED
      ? {}
      : { properties: { ...Object.fromEntries(own), ...embedded } }),
    ...(items === undefined ? {} : { items: withKnownMetadata(items) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: withKnownMetadata(additionalProperties) }
      : {}),
  };
}

const EMBEDDED = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: objectMetaSchema as SchemaNode, // JSON in the form of a schema.
};
