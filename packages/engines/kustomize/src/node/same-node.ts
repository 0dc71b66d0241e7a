import type { MappingKey, YamlNode } from './yaml-node.js';

/** Whether two nodes are the same in everything: content, tags and styles. */
export function sameNode(a: YamlNode, b: YamlNode): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.tag !== b.tag || a.value !== b.value || a.style !== b.style) return false;
  if (a.keys.length !== b.keys.length || a.items.length !== b.items.length) return false;
  return (
    a.keys.every((key, index) => sameKey(key, b.keys[index])) &&
    a.items.every((item, index) => sameItem(item, b.items[index]))
  );
}

function sameItem(a: YamlNode, b: YamlNode | undefined): boolean {
  return b !== undefined && sameNode(a, b);
}

function sameKey(a: MappingKey, b: MappingKey | undefined): boolean {
  if (typeof a === 'string' || typeof b === 'string' || b === undefined) return a === b;
  return sameNode(a, b);
}
