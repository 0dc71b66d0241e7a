import { renderGoJson } from '@gotk/json';
import { scalarTag, shortTag } from '../resolve/node-tag.js';
import type { ScalarStyle } from '../scan/token.js';
import type { YamlNode } from './yaml-node.js';

const KINDS: Readonly<Record<YamlNode['kind'], number>> = { sequence: 2, mapping: 4, scalar: 8, alias: 16 };
const STYLES: Readonly<Record<ScalarStyle, number>> = { plain: 0, double: 2, single: 4, literal: 8, folded: 16 };
const TAGGED = 1;
const FLOW = 32;

/**
 * A node as Go's encoding/json writes yaml.v3's `Node`: places, styles and comments included. Kustomize hashes this of objects
 * that are neither ConfigMap nor Secret.
 */
export function yamlNodeToGoJson(node: YamlNode): string {
  const fields = [
    `"Kind":${KINDS[node.kind]}`,
    `"Style":${styleOf(node)}`,
    `"Tag":${renderGoJson(tagOf(node))}`,
    `"Value":${renderGoJson(node.kind === 'scalar' ? node.value : node.kind === 'alias' ? node.name : '')}`,
    `"Anchor":${renderGoJson(node.anchor)}`,
    `"Alias":${node.kind === 'alias' ? yamlNodeToGoJson(node.target) : 'null'}`,
    `"Content":${contentOf(node)}`,
    `"HeadComment":${renderGoJson(node.headComment)}`,
    `"LineComment":${renderGoJson(node.lineComment)}`,
    `"FootComment":${renderGoJson(node.footComment)}`,
    `"Line":${node.start.line + 1}`,
    `"Column":${node.start.column + 1}`,
  ];
  return `{${fields.join(',')}}`;
}

function styleOf(node: YamlNode): number {
  const tagged = node.tag !== '' && node.tag !== '!' ? TAGGED : 0;
  if (node.kind === 'alias') return 0;
  return tagged + (node.kind === 'scalar' ? STYLES[node.style] : node.flow ? FLOW : 0);
}

function tagOf(node: YamlNode): string {
  if (node.kind === 'alias') return '';
  if (node.kind === 'scalar') return scalarTag(node);
  if (node.tag !== '' && node.tag !== '!') return shortTag(node.tag);
  return node.kind === 'sequence' ? '!!seq' : '!!map';
}

function contentOf(node: YamlNode): string {
  const content =
    node.kind === 'sequence'
      ? node.items
      : node.kind === 'mapping'
        ? node.entries.flatMap(({ key, value }) => [key, value])
        : [];
  return content.length === 0 ? 'null' : `[${content.map(yamlNodeToGoJson).join(',')}]`;
}
