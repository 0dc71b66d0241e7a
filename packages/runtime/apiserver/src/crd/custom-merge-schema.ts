import type { JsonObject } from '@gotk/json';
import { type MergeSchema, mergeSchemaOf } from '@gotk/structured-merge';
import { objectMetaSchema } from './object-meta-schema.js';
import type { SchemaNode } from './schema/schema-node.js';

/** How server-side apply merges a custom resource: its own schema, with the type and metadata that every object has. */
export function customMergeSchema(schema: SchemaNode): MergeSchema {
  const properties = {
    ...schema.properties,
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
