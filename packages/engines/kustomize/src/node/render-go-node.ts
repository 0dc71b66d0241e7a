import { renderGoJsonString } from '@gotk/json';
import { keyText, type MappingKey, NO_NOTES, type NodeKind, scalarNode, type YamlNode } from './yaml-node.js';

/** Kinds as Go numbers them. */
const KINDS: Readonly<Record<NodeKind, number>> = { none: 0, sequence: 2, mapping: 4, scalar: 8 };

/**
 * A node as Go writes the struct that go-yaml keeps it in as JSON: not only the value but tags, quotes, comments and the place
 * in the text.
 */
export function renderGoNode(node: YamlNode): string {
  const { head, line, foot, row, column } = node.notes ?? NO_NOTES;
  const { kind, style, tag, value } = node;
  const written = `"Kind":${KINDS[kind]},"Style":${style},"Tag":${text(tag)},"Value":${text(value)},"Anchor":"","Alias":null`;
  const comments = `"HeadComment":${text(head)},"LineComment":${text(line)},"FootComment":${text(foot)}`;
  return `{${written},"Content":${renderContent(node)},${comments},"Line":${row},"Column":${column}}`;
}

function text(value: string): string {
  return renderGoJsonString(value, true);
}

function renderContent({ kind, keys, items, notes }: YamlNode): string {
  if (items.length === 0) return notes?.emptied === true ? '[]' : 'null';
  const parts = items.map(renderGoNode);
  if (kind !== 'mapping') return `[${parts.join()}]`;
  return `[${parts.map((part, index) => `${renderKey(keys[index] ?? '')},${part}`).join()}]`;
}

/** Keys that were read are nodes here: a bare text is one that an edit made. */
function renderKey(key: MappingKey): string {
  return renderGoNode(typeof key === 'string' ? scalarNode(keyText(key)) : key);
}
