import type { YamlNode } from '../node/yaml-node.js';
import { idOfNode } from '../resource/node-id.js';
import { previousIdsOf } from '../resource/resource.js';
import type { ResourceId } from '../resource/resource-id.js';

/** The ids by which replacements know an object: the one of now, then the earlier ones. */
export function replacementIds(node: YamlNode): readonly ResourceId[] {
  return [idOfNode(node), ...previousIdsOf(node)];
}
