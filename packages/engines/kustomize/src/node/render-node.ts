import { renderYamlNodes } from '@gotk/yaml';
import { toYamlDocument } from './to-yaml-nodes.js';
import type { YamlNode } from './yaml-node.js';

/** A node as kustomize's own writer prints it: styles and comments stay. */
export function renderNode(node: YamlNode): string {
  return renderYamlNodes(toYamlDocument(node));
}
