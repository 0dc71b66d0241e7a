import type { Mark, YamlNode as ParsedNode, ScalarStyle, YamlNodeDocument } from '@gotk/yaml';
import { resolveTag } from './resolve-scalar.js';
import { type MappingKey, scalarNode, style, tag, type YamlNode } from './yaml-node.js';

const NOWHERE: Mark = { index: 0, line: 0, column: 0 };
const TAG_PREFIX = 'tag:yaml.org,2002:';

/** A node as the renderer takes documents. */
export function toYamlDocument(node: YamlNode): YamlNodeDocument {
  return { root: toYamlNodes(node), headComment: '', footComment: '' };
}

function toYamlNodes(node: YamlNode): ParsedNode {
  const comments = {
    headComment: node.notes?.head ?? '',
    lineComment: node.notes?.line ?? '',
    footComment: node.notes?.foot ?? '',
  };
  const base = { anchor: '', start: NOWHERE, ...comments };
  switch (node.kind) {
    case 'mapping': {
      const entries = node.items.map((value, index) => ({
        key: toYamlNodes(keyNode(node.keys[index] ?? '')),
        value: toYamlNodes(value),
      }));
      return { ...base, kind: 'mapping', tag: writtenTag(node, tag.mapping), flow: isFlow(node), entries };
    }
    case 'sequence': {
      const items = node.items.map(toYamlNodes);
      return { ...base, kind: 'sequence', tag: writtenTag(node, tag.sequence), flow: isFlow(node), items };
    }
    case 'scalar':
      return { ...base, kind: 'scalar', value: node.value, ...writtenScalar(node) };
    case 'none':
      return { ...base, kind: 'scalar', value: 'null', tag: '', style: 'plain' };
  }
}

function keyNode(key: MappingKey): YamlNode {
  return typeof key === 'string' ? scalarNode(key, tag.string) : key;
}

function isFlow(node: YamlNode): boolean {
  return (node.style & style.flow) !== 0;
}

/** A tag is written when nothing else tells it. */
function writtenTag(node: YamlNode, implied: string): string {
  if (node.tag === tag.none || (node.tag === implied && (node.style & style.tagged) === 0)) return '';
  return longTag(node.tag);
}

function writtenScalar(node: YamlNode): { readonly tag: string; readonly style: ScalarStyle } {
  const written = scalarStyle(node);
  if (node.tag === tag.none) return { tag: '', style: written };
  if ((node.style & style.tagged) !== 0) return { tag: longTag(node.tag), style: written };
  if (node.tag === tag.string && written !== 'plain') return { tag: '', style: written };
  if (resolveTag(node.value) === node.tag) return { tag: '', style: written };
  if (node.tag !== tag.string) return { tag: longTag(node.tag), style: written };
  // A string that would be read as something else is quoted.
  return { tag: '', style: node.value.includes('\n') ? 'literal' : 'double' };
}

function scalarStyle(node: YamlNode): ScalarStyle {
  if ((node.style & style.double) !== 0) return 'double';
  if ((node.style & style.single) !== 0) return 'single';
  if ((node.style & style.literal) !== 0) return 'literal';
  return (node.style & style.folded) !== 0 ? 'folded' : 'plain';
}

function longTag(short: string): string {
  return short.startsWith('!!') ? TAG_PREFIX + short.slice(2) : short;
}
