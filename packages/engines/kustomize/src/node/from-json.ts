import { compareUtf8, renderGoFloat, renderGoJsonNumber } from '@gotk/json';
import { type ExactValue, parseYamlNodes, renderYaml, resolvePlain } from '@gotk/yaml';
import { fromYamlNodes } from '../read/from-yaml-nodes.js';
import { resolveTag } from './resolve-scalar.js';
import { type MappingKey, mappingNode, scalarNode, sequenceNode, style, tag, type YamlNode } from './yaml-node.js';

/** A JSON value as the nodes that reading its JSON text gives: quoted strings in flow collections. */
export function fromJson(value: ExactValue): YamlNode {
  return makeNode(value, { text: jsonString, number: renderGoJsonNumber, style: style.flow, key: jsonString });
}

/**
 * A JSON value as the nodes that kustomize makes of it by printing it as YAML: plain strings where they can be, and numbers
 * as Go prints floats.
 */
export function fromJsonAsYaml(value: ExactValue): YamlNode {
  return makeNode(value, { text: yamlString, number: renderGoFloat, style: style.plain, key: yamlKey });
}

/** The same by really printing and reading it, so that all nodes note where they stood in the text. */
export function fromYamlOfJson(value: ExactValue): YamlNode {
  const text = renderYaml(value, { dialect: 'kyaml' });
  return fromYamlNodes(parseYamlNodes(text).root, { nodes: Number.POSITIVE_INFINITY, places: true });
}

interface Manner {
  readonly text: (value: string) => YamlNode;
  readonly key: (value: string) => MappingKey;
  readonly number: (value: number) => string;
  readonly style: number;
}

function makeNode(value: ExactValue, manner: Manner): YamlNode {
  switch (typeof value) {
    case 'string':
      return manner.text(value);
    case 'number':
      return plain(manner.number(value));
    case 'bigint':
      return plain(manner.style === style.flow ? String(value) : manner.number(Number(value)));
    case 'boolean':
      return plain(String(value));
    default:
      return collection(value, manner);
  }
}

function plain(text: string): YamlNode {
  return scalarNode(text, resolveTag(text));
}

function collection(value: Exclude<ExactValue, string | number | bigint | boolean>, manner: Manner): YamlNode {
  if (value === null) return scalarNode('null', tag.null);
  if (Array.isArray(value)) {
    const items = value.map((item: ExactValue) => makeNode(item, manner));
    return sequenceNode(items, tag.sequence, items.length === 0 ? style.flow : manner.style);
  }
  const fields = Object.entries(value as { readonly [key: string]: ExactValue | undefined }).sort(([a], [b]) =>
    compareUtf8(a, b),
  );
  const keys = fields.map(([key]) => manner.key(key));
  const items = fields.map(([, item]) => makeNode(item ?? null, manner));
  return mappingNode(keys, items, tag.mapping, items.length === 0 ? style.flow : manner.style);
}

function jsonString(value: string): YamlNode {
  return scalarNode(value, tag.string, style.double);
}

function yamlString(value: string): YamlNode {
  return scalarNode(value, tag.string, yamlStyle(value));
}

function yamlKey(value: string): MappingKey {
  return yamlStyle(value) === style.plain ? value : scalarNode(value, tag.string, style.double);
}

/** The style in which a string is printed; of the quoted styles it does not matter which. */
function yamlStyle(value: string): number {
  if (value.includes('\n')) return style.literal;
  const resolves = resolvePlain(value, 'kyaml') !== undefined || resolvePlain(value, 'sigs') !== undefined;
  return resolves || !canBePlain(value) ? style.double : style.plain;
}

const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const INDICATOR_FIRST = /^[#,[\]{}&*!|>'"%@`]|^[-?:](?:\s|$)|^---|^\.\.\./;

function canBePlain(value: string): boolean {
  if (value === '' || value.trim() !== value || INDICATOR_FIRST.test(value) || SEXAGESIMAL.test(value)) return false;
  return !value.includes(': ') && !value.endsWith(':') && !value.includes(' #') && isPrintable(value);
}

function isPrintable(value: string): boolean {
  return !/[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(value) && !/[\u2028\u2029\ufeff]/.test(value);
}
