import type { JsonValue } from '@gotk/json';
import { renderGoJson } from '@gotk/json';
import { nodeValue } from '../node/node-value.js';
import type { YamlNode } from '../node/yaml-node.js';

/** An object as JSON text, as messages quote it. */
export function nodeText(node: YamlNode): string {
  try {
    // Integers that JSON cannot hold do not matter to a message.
    return renderGoJson(nodeValue(node) as JsonValue);
  } catch (error) {
    return `<${error instanceof Error ? error.message : String(error)}>`;
  }
}
