import { builtinDefinition, definitionOfKind } from '@gotk/kube-openapi';
import type { KindRef } from '@gotk/objects';
import { type MergeSchema, mergeSchemaOf, untypedDeduced } from '@gotk/structured-merge';

const schemas = new Map<string, MergeSchema>();

/** How server-side apply merges a built-in kind. */
export function builtinMergeSchema(kind: KindRef): MergeSchema {
  const key = `${kind.apiVersion} ${kind.kind}`;
  let schema = schemas.get(key);
  if (schema === undefined) {
    const definition = definitionOfKind(kind);
    schema = definition === undefined ? untypedDeduced : mergeSchemaOf(definition.schema, builtinDefinition);
    schemas.set(key, schema);
  }
  return schema;
}
