import { renderYaml } from '@gotk/yaml';
import { nodeValue } from '../node/node-value.js';
import type { YamlNode } from '../node/yaml-node.js';

/** An object as kustomize prints it. @throws LocatedError when it has no JSON form. */
export function renderObjectYaml(object: YamlNode): string {
  return renderYaml(nodeValue(object));
}
