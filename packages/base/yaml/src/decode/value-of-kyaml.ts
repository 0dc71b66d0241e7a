import { parseText } from '../parse/parse-text.js';
import type { YamlNodeDocument } from '../parse/yaml-node.js';
import { NodeRenderer } from '../render/node-renderer.js';
import type { ExactValue } from '../resolve/exact-value.js';
import { decodeKyaml } from './decode-kyaml.js';

/**
 * The value of a document as kustomize gets at it: by writing the nodes and reading them again, which is not always the same.
 * @throws YamlProblem
 */
export function valueOfKyaml(document: YamlNodeDocument): ExactValue {
  const written = parseText(new NodeRenderer().render(document), true);
  return written === undefined ? {} : decodeKyaml(written.root);
}
