import { type FieldNode, type FieldSet, fieldSetOf, subtractSetRecursively } from '../field-set/field-set.js';

/** Drops these paths and all below them: what a request to the object itself cannot set, usually `status`. */
export function dropFields(...paths: readonly (readonly string[])[]): (set: FieldSet) => FieldSet {
  const dropped = fieldSetOf(...paths);
  return (set) => subtractSetRecursively(set, dropped);
}

/** Keeps only what lies in these top-level fields: what a request to a subresource can set, usually `status`. */
export function keepFields(...names: readonly string[]): (set: FieldSet) => FieldSet {
  const ids = new Set(names.map((name) => `f:${name}`));
  return (set) => {
    const nodes = new Map<string, FieldNode>();
    for (const [id, node] of set.nodes) if (ids.has(id)) nodes.set(id, node);
    return { nodes };
  };
}
