import { emptyFieldSet, type FieldNode, type FieldSet, isEmptyFieldSet } from '../field-set/field-set.js';
import { fieldSchema, type MergeSchema } from '../schema/merge-schema.js';

/**
 * The set as it must be after a change of schema that made a map or list atomic: ownership of parts becomes ownership of the whole.
 */
export function reconcileFieldSet(set: FieldSet, schema: MergeSchema): FieldSet {
  if (schema.deduced === true) return set;
  const nodes = new Map<string, FieldNode>();
  let changed = false;
  for (const [id, node] of set.nodes) {
    const reconciled = reconcileNode(node, schema);
    changed ||= reconciled !== node;
    nodes.set(id, reconciled);
  }
  return changed ? { nodes } : set;
}

function reconcileNode(node: FieldNode, schema: MergeSchema): FieldNode {
  const below = elementSchema(node, schema);
  if (below === undefined || node.children.nodes.size === 0) return node;
  const container = below.map ?? (below.scalar === undefined ? below.list : undefined);
  if (container?.relationship === 'atomic' && !isEmptyFieldSet(node.children)) {
    return { element: node.element, member: true, children: emptyFieldSet };
  }
  const children = reconcileFieldSet(node.children, below);
  return children === node.children ? node : { ...node, children };
}

function elementSchema({ element }: FieldNode, schema: MergeSchema): MergeSchema | undefined {
  if (element.kind === 'field') return schema.map === undefined ? undefined : fieldSchema(schema.map, element.name);
  return schema.list?.element();
}
