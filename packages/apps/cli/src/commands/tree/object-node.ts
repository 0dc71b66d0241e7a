import type { JsonObject } from '@gotk/json';
import type { TreeNode } from '../../output/render-tree.js';

/** An object in a tree, by group instead of API version as inventories name it. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  readonly kind: string;
}

export interface ObjectNode {
  readonly object: ObjectName;
  readonly children: readonly ObjectNode[];
}

/** The tree as text nodes: `Kind/namespace/name`. */
export function toTextNode({ object, children }: ObjectNode): TreeNode {
  const { kind, namespace, name } = object;
  return { text: [kind, namespace, name].filter((part) => part !== '').join('/'), children: children.map(toTextNode) };
}

/** The tree as Flux's JSON has it. */
export function toJsonTree({ object, children }: ObjectNode): JsonObject {
  const { namespace, name, group, kind } = object;
  return {
    resource: { Namespace: namespace, Name: name, GroupKind: { Group: group, Kind: kind } },
    ...(children.length === 0 ? {} : { resources: children.map(toJsonTree) }),
  };
}

/** Reads an id of an inventory: `<namespace>_<name>_<group>_<kind>`, with `__` for colons in names. */
export function parseInventoryId(id: string): ObjectName {
  const first = id.indexOf('_');
  const last = id.lastIndexOf('_');
  const beforeLast = id.lastIndexOf('_', last - 1);
  if (first === -1 || beforeLast <= first) throw new Error(`unable to parse stored object metadata: ${id}`);
  return {
    namespace: id.slice(0, first),
    name: id.slice(first + 1, beforeLast).replaceAll('__', ':'),
    group: id.slice(beforeLast + 1, last),
    kind: id.slice(last + 1),
  };
}
