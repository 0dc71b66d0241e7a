import type { ObjectId } from '@gotk/inventory';
import type { JsonObject } from '@gotk/json';
import type { TreeNode } from '../../output/render-tree.js';

/** An object and what stands below it. */
export interface ObjectNode {
  readonly object: ObjectId;
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
