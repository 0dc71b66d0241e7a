import type { ScalarNode } from '../parse/yaml-node.js';
import type { YamlDialect } from '../resolve/dialect.js';
import { shortTag } from '../resolve/node-tag.js';
import { type ResolvedScalar, resolvePlain } from '../resolve/resolve-plain.js';
import { YamlProblem } from '../scan/problem.js';

/** A scalar with its type; the tag may also be one of the document's own. */
export interface ScalarValue {
  readonly tag: string;
  readonly value: ResolvedScalar['value'];
}

const RESOLVABLE: ReadonlySet<string> = new Set(['!!bool', '!!int', '!!float', '!!null', '!!timestamp']);

/**
 * What a scalar means, by its tag, its quotes and its text.
 * @throws YamlProblem when the text does not fit the tag.
 */
export function scalarValue(node: ScalarNode, dialect: YamlDialect): ScalarValue {
  const { value, style } = node;
  if (node.tag === '' || (node.tag === '!' && dialect === 'kyaml'))
    return style === 'plain' ? plainValue(value, dialect) : { tag: '!!str', value };
  const tag = shortTag(node.tag);
  if (tag === '!!binary') return { tag, value: decodeBinary(node) };
  return RESOLVABLE.has(tag) ? taggedValue(node, tag, dialect) : { tag, value };
}

function plainValue(text: string, dialect: YamlDialect): ScalarValue {
  return resolvePlain(text, dialect) ?? { tag: '!!str', value: text };
}

/** The text as the type its tag demands: any type as itself, integers also as floats. */
function taggedValue(node: ScalarNode, tag: string, dialect: YamlDialect): ScalarValue {
  const resolved = resolveAs(node.value, tag, dialect);
  if (resolved.tag === tag) return resolved;
  if (tag === '!!float' && resolved.tag === '!!int' && isInt64(resolved.value))
    return { tag, value: Number(resolved.value) };
  throw new YamlProblem('value', `cannot decode ${resolved.tag} \`${node.value}\` as a ${tag}`, node.start);
}

/** Only where a timestamp is asked for does a text that looks like one count as one. */
function resolveAs(text: string, tag: string, dialect: YamlDialect): ScalarValue {
  const resolved = plainValue(text, dialect);
  return resolved.tag === '!!timestamp' && tag !== '!!timestamp' ? { tag: '!!str', value: text } : resolved;
}

function isInt64(value: ResolvedScalar['value']): boolean {
  return typeof value === 'number' || (typeof value === 'bigint' && value < 2n ** 63n);
}

function decodeBinary(node: ScalarNode): string {
  const text = node.value.replaceAll(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    throw new YamlProblem('value', '!!binary value contains invalid base64 data', node.start);
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
}
