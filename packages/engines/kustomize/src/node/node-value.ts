import { type ExactValue, valueOfYamlNodes } from '@gotk/yaml';
import { resolveScalar } from './resolve-scalar.js';
import { toYamlDocument } from './to-yaml-nodes.js';
import { type MappingKey, style, tag, type YamlNode } from './yaml-node.js';

/** The node may not be read as the same value once it has been written. */
class Doubtful extends Error {}

const DOUBTFUL = new Doubtful('doubtful');

/**
 * The JSON value of a node as kustomize gets at it: it writes the node as YAML and reads that again.
 * The detour is made only where it may change something.
 *
 * @throws LocatedError when the value has no JSON form: repeated keys, keys that are no strings, text that contradicts a tag.
 */
export function nodeValue(node: YamlNode): ExactValue {
  try {
    if (node.kind === 'mapping' || node.kind === 'sequence') return collectionValue(node, false);
  } catch (error) {
    if (error !== DOUBTFUL) throw error;
  }
  return valueOfYamlNodes(toYamlDocument(node));
}

function anyValue(node: YamlNode, inFlow: boolean): ExactValue {
  return node.kind === 'scalar' ? scalarValue(node, inFlow) : collectionValue(node, inFlow);
}

function collectionValue(node: YamlNode, inFlow: boolean): ExactValue {
  if ((node.style & style.tagged) !== 0 || node.kind === 'none') throw DOUBTFUL;
  const flow = inFlow || (node.style & style.flow) !== 0;
  if (node.kind === 'sequence') return node.items.map((item) => anyValue(item, flow));
  return mappingValue(node, flow);
}

function mappingValue({ keys, items }: YamlNode, flow: boolean): ExactValue {
  const object: Record<string, ExactValue> = {};
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    const item = items[index];
    if (key === undefined || item === undefined) throw DOUBTFUL;
    const name = stringKey(key);
    if (name === '__proto__' || Object.hasOwn(object, name)) throw DOUBTFUL;
    object[name] = anyValue(item, flow);
  }
  return object;
}

function stringKey(key: MappingKey): string {
  if (typeof key === 'string') return key;
  if (key.kind !== 'scalar' || key.tag === tag.merge || (key.style & style.tagged) !== 0) throw DOUBTFUL;
  const value = resolveScalar(key);
  if (typeof value !== 'string' || key.value.includes('\n')) throw DOUBTFUL;
  return value;
}

const BLOCK = style.literal | style.folded;
const QUOTED = style.single | style.double;

function scalarValue(node: YamlNode, inFlow: boolean): ExactValue {
  const { value } = node;
  if ((node.style & style.tagged) !== 0 || (value === '' && inFlow && node.style === style.plain)) throw DOUBTFUL;
  if (value.includes('\n')) {
    if ((node.style & QUOTED) !== 0 || inFlow || !isQuietText(value)) throw DOUBTFUL;
    if ((node.style & style.folded) !== 0) throw DOUBTFUL;
    return value;
  }
  if ((node.style & BLOCK) !== 0 && value.trim() !== value) throw DOUBTFUL;
  const resolved = resolveScalar(node);
  if (resolved === undefined) throw DOUBTFUL;
  if (typeof resolved === 'number' && !Number.isFinite(resolved)) throw DOUBTFUL;
  return resolved;
}

const SPACE = 0x20;
const NEWLINE = 0x0a;

/** Lines that a literal block is sure to keep: no blank at the end of one, none at the start of the first. */
function isQuietText(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === SPACE || first === NEWLINE) return false;
  const { length } = text;
  if (text.charCodeAt(length - 1) === NEWLINE && text.charCodeAt(length - 2) === NEWLINE) return false;
  let before = 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code === NEWLINE && before === SPACE) return false;
    if (code !== NEWLINE && !isQuietCharacter(code)) return false;
    before = code;
  }
  return before !== SPACE;
}

/** Printable characters and none that any line could be broken at. */
function isQuietCharacter(code: number): boolean {
  if (code < 0x7f) return code >= SPACE;
  return code >= 0xa1 && code < 0x2000;
}
