import { fieldSchema, type MergeSchema } from '../schema/merge-schema.js';
import type { FieldNode, FieldSet } from './field-set.js';

/** The set with every field that the schema names, and that has members below it, made a member itself. */
export function ensureNamedFields(set: FieldSet, schema: MergeSchema | undefined): FieldSet {
  const nodes = new Map<string, FieldNode>();
  for (const [id, node] of set.nodes) {
    const { element } = node;
    const named =
      element.kind === 'field' && node.children.nodes.size > 0 && schema?.map?.fields.has(element.name) === true;
    const children =
      node.children.nodes.size === 0 ? node.children : ensureNamedFields(node.children, childSchema(node, schema));
    nodes.set(id, { element, member: node.member || named, children });
  }
  return { nodes };
}

function childSchema({ element }: FieldNode, schema: MergeSchema | undefined): MergeSchema | undefined {
  if (element.kind === 'field') return schema?.map === undefined ? undefined : fieldSchema(schema.map, element.name);
  return element.kind === 'key' ? schema?.list?.element() : undefined;
}
