import { type MappingNode, renderYamlNodes, resolveYamlScalar, type YamlNode } from '@gotk/yaml';
import { helmError } from '../helm-error.js';

const NODE_KINDS = {
  mapping: 'MappingNode',
  sequence: 'SequenceNode',
  scalar: 'ScalarNode',
  alias: 'AliasNode',
} as const;

/** Whether the node says null, or nothing. */
export function isNullNode(node: YamlNode): boolean {
  return node.kind === 'scalar' && resolveYamlScalar(node)?.tag === '!!null';
}

/** The field as it is looked up in an object to edit: null has no fields. @throws LocatedError `yaml-kind` for what is no object */
export function findField(node: YamlNode, name: string): YamlNode | undefined {
  return requireMapping(node)?.entries.find(({ key }) => key.kind === 'scalar' && key.value === name)?.value;
}

/** @returns `undefined` for null. @throws LocatedError `yaml-kind` with kyaml's text for what is neither */
export function requireMapping(node: YamlNode): MappingNode | undefined {
  if (node.kind === 'mapping') return node;
  if (isNullNode(node)) return undefined;
  const content = renderYamlNodes({ root: node, headComment: '', footComment: '' });
  const message = `wrong node kind: expected MappingNode but got ${NODE_KINDS[node.kind]}: node contents:\n${content}`;
  throw helmError('yaml-kind', message);
}

/** The object with the field set, at its place or behind the others. */
export function withField(node: MappingNode, name: string, value: YamlNode): MappingNode {
  const index = node.entries.findIndex(({ key }) => key.kind === 'scalar' && key.value === name);
  if (index === -1) return { ...node, entries: [...node.entries, { key: scalarNode(name, 'plain'), value }] };
  return { ...node, entries: node.entries.map((entry, at) => (at === index ? { ...entry, value } : entry)) };
}

/** The object without the first field of that name. */
export function withoutField(node: MappingNode, name: string): MappingNode {
  const index = node.entries.findIndex(({ key }) => key.kind === 'scalar' && key.value === name);
  return index === -1 ? node : { ...node, entries: node.entries.toSpliced(index, 1) };
}

const BARE = {
  tag: '',
  anchor: '',
  start: { index: 0, line: 0, column: 0 },
  headComment: '',
  lineComment: '',
  footComment: '',
} as const;

/** A text. */
export function scalarNode(value: string, style: 'plain' | 'single' | 'double' | 'literal' | 'folded'): YamlNode {
  return { ...BARE, kind: 'scalar', value, style };
}

/** An object without fields. */
export function emptyMapping(): MappingNode {
  return { ...BARE, kind: 'mapping', flow: false, entries: [] };
}
