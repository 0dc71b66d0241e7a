import type { Schema } from './schema.js';
import type { SchemaCheck, Scope } from './schema-check.js';

/** `$recursiveRef` and `$dynamicRef`: what they mean depends on the schemas that led here. */
export function checkReferences(check: SchemaCheck): void {
  const { recursiveRef, dynamicRef } = check.site.schema.parts.keywords;
  if (recursiveRef !== undefined) {
    const isOpen = recursiveRef.parts.keywords.recursiveAnchor === true;
    const target = isOpen ? outermost(check.site.scope, recursiveRef, recursiveTarget) : recursiveRef;
    check.add(check.reference(target, '$recursiveRef'));
  }
  if (dynamicRef !== undefined) {
    const { schema, anchor } = dynamicRef;
    const isOpen = anchor !== undefined && schema.parts.keywords.dynamicAnchor === anchor;
    const target = isOpen
      ? outermost(check.site.scope, schema, (from) => from.parts.resource.parts.dynamicAnchors.get(anchor))
      : schema;
    check.add(check.reference(target, '$dynamicRef'));
  }
}

function recursiveTarget(schema: Schema): Schema | undefined {
  return schema.parts.resource.parts.keywords.recursiveAnchor === true ? schema : undefined;
}

function outermost(scope: Scope, fallback: Schema, targetIn: (schema: Schema) => Schema | undefined): Schema {
  let target = fallback;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) target = targetIn(at.schema) ?? target;
  return target;
}
