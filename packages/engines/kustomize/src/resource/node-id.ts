import type { YamlNode } from '../node/yaml-node.js';
import { splitApiVersion } from './gvk.js';
import { metadataText } from './metadata-fields.js';
import type { ResourceId } from './resource-id.js';
import { apiVersionText, kindText } from './type-fields.js';

/** The id of an object as it stands in its node, for messages and selectors: nothing is known about its scope. */
export function idOfNode(node: YamlNode): ResourceId {
  const [group, version] = splitApiVersion(apiVersionText(node));
  return {
    group,
    version,
    kind: kindText(node),
    name: metadataText(node, 'name'),
    namespace: metadataText(node, 'namespace'),
    clusterScoped: false,
  };
}
