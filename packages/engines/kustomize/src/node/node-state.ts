import { tag, type YamlNode } from './yaml-node.js';

/** Present, and not tagged as null. */
export function hasValue(node: YamlNode | undefined): node is YamlNode {
  return node !== undefined && node.tag !== tag.null;
}

/** Present and tagged as null. */
export function isNull(node: YamlNode | undefined): boolean {
  return node !== undefined && node.tag === tag.null;
}

/** Absent, null, or a mapping without fields. */
export function isEmptyMapping(node: YamlNode | undefined): boolean {
  return !hasValue(node) || (node.kind === 'mapping' && node.keys.length === 0);
}

/** Neither absent, null, an empty collection, nor a node without content. An empty string counts as content. */
export function hasContent(node: YamlNode | undefined): node is YamlNode {
  if (node === undefined || node.tag === tag.null) return false;
  return node.kind === 'scalar' || node.items.length > 0;
}

/** A scalar that is a string, or will be one unless its text says otherwise. */
export function isStringNode(node: YamlNode): boolean {
  return node.kind === 'scalar' && (node.tag === tag.string || node.tag === tag.none);
}

/** The text of a scalar; empty where there is none. */
export function textOf(node: YamlNode | undefined): string {
  return hasValue(node) ? node.value : '';
}
