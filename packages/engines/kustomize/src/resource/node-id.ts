import type { YamlNode } from '../node/yaml-node.js';
import type { BuildSchema } from '../schema/build-schema.js';
import { splitApiVersion } from './gvk.js';
import { metadataText } from './metadata-fields.js';
import type { ResourceId } from './resource-id.js';
import { apiVersionText, kindText } from './type-fields.js';

/** The id of an object as it stands in its node; without a schema, as for messages and selectors, nothing is known about its scope. */
export function idOfNode(node: YamlNode, schema?: BuildSchema): ResourceId {
  const apiVersion = apiVersionText(node);
  const kind = kindText(node);
  const [group, version] = splitApiVersion(apiVersion);
  return {
    group,
    version,
    kind,
    name: metadataText(node, 'name'),
    namespace: metadataText(node, 'namespace'),
    clusterScoped: schema?.isClusterScoped(apiVersion, kind) ?? false,
  };
}
