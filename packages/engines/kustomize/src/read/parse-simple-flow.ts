import { resolveTag } from '../node/resolve-scalar.js';
import {
  type MappingKey,
  mappingNode,
  scalarNode,
  sequenceNode,
  style,
  tag,
  type YamlNode,
} from '../node/yaml-node.js';
import { type LineCursor, NotSimple } from './line-cursor.js';

const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const MAX_DEPTH = 50;

/** Letters, digits and marks of which no combination means anything in a flow collection. */
const WORD = /[A-Za-z0-9_./+@$=%*-]/;
const WORD_START = /[A-Za-z0-9_./]/;

/** Reads a flow collection of plain words and quoted scalars that ends in its line: `[a, "b"]`, `{k: v}`. */
export function parseSimpleFlow(cursor: LineCursor, depth = 0): YamlNode {
  if (depth > MAX_DEPTH) throw new NotSimple();
  const open = cursor.code();
  cursor.pos++;
  return open === OPEN_BRACKET ? parseFlowSequence(cursor, depth) : parseFlowMapping(cursor, depth);
}

function parseFlowSequence(cursor: LineCursor, depth: number): YamlNode {
  const items: YamlNode[] = [];
  skipSpaces(cursor);
  while (cursor.code() !== CLOSE_BRACKET) {
    items.push(parseFlowNode(cursor, depth));
    nextEntry(cursor, CLOSE_BRACKET);
  }
  cursor.pos++;
  return sequenceNode(items, tag.sequence, style.flow);
}

function parseFlowMapping(cursor: LineCursor, depth: number): YamlNode {
  const keys: MappingKey[] = [];
  const items: YamlNode[] = [];
  skipSpaces(cursor);
  while (cursor.code() !== CLOSE_BRACE) {
    keys.push(asKey(parseFlowScalar(cursor)));
    if (cursor.code() !== COLON || cursor.code(1) !== SPACE) throw new NotSimple();
    cursor.pos++;
    skipSpaces(cursor);
    items.push(parseFlowNode(cursor, depth));
    nextEntry(cursor, CLOSE_BRACE);
  }
  cursor.pos++;
  return mappingNode(keys, items, tag.mapping, style.flow);
}

function asKey(node: YamlNode): MappingKey {
  return node.tag === tag.string && node.style === style.plain ? node.value : node;
}

function parseFlowNode(cursor: LineCursor, depth: number): YamlNode {
  const code = cursor.code();
  return code === OPEN_BRACKET || code === OPEN_BRACE ? parseSimpleFlow(cursor, depth + 1) : parseFlowScalar(cursor);
}

function parseFlowScalar(cursor: LineCursor): YamlNode {
  const code = cursor.code();
  if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
    const value = cursor.readQuoted(code);
    if (value === undefined) throw new NotSimple();
    return scalarNode(value, tag.string, code === DOUBLE_QUOTE ? style.double : style.single);
  }
  const start = cursor.pos;
  if (!WORD_START.test(cursor.text.charAt(start))) throw new NotSimple();
  while (WORD.test(cursor.text.charAt(cursor.pos))) cursor.pos++;
  const value = cursor.text.slice(start, cursor.pos);
  return scalarNode(value, resolveTag(value));
}

function nextEntry(cursor: LineCursor, close: number): void {
  skipSpaces(cursor);
  const code = cursor.code();
  if (code === close) return;
  if (code !== COMMA) throw new NotSimple();
  cursor.pos++;
  skipSpaces(cursor);
}

function skipSpaces(cursor: LineCursor): void {
  while (cursor.code() === SPACE) cursor.pos++;
}
