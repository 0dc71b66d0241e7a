import { resolveTag } from '../node/resolve-scalar.js';
import {
  keyText,
  type MappingKey,
  mappingNode,
  NO_NOTES,
  scalarNode,
  sequenceNode,
  style,
  tag,
  type YamlNode,
} from '../node/yaml-node.js';
import { LineCursor, NotSimple } from './line-cursor.js';
import { parseSimpleFlow } from './parse-simple-flow.js';
import { scanBlockScalar } from './scan-block-scalar.js';

/** Control characters, line breaks other than LF, byte order marks: texts with these are left to the full parser. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSUAL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\n\.\.\./;
const MAX_DEPTH = 500;
const MAX_KEY_LENGTH = 120;

const SPACE = 0x20;
const DASH = 0x2d;
const COLON = 0x3a;
const HASH = 0x23;
const NEWLINE = 0x0a;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/**
 * Reads one document of the plain kind that nearly all manifests are: block mappings and lists, scalars on one line, literal
 * blocks, short flow collections. Comments are dropped.
 *
 * @returns the document, `null` where it is empty, or `undefined` for anything unusual or wrong, which is for the full
 * parser to read or to refuse: this one only ever says what that one would say.
 */
export function parseSimpleYaml(text: string): YamlNode | null | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    const cursor = new LineCursor(text);
    if (!cursor.nextLine()) return null;
    const node = parseBlock(cursor, 0);
    return cursor.atEnd ? node : undefined;
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}

/** Reads the collection that begins on the cursor's line. */
function parseBlock(cursor: LineCursor, depth: number): YamlNode {
  if (depth > MAX_DEPTH) throw new NotSimple();
  return atItem(cursor) ? parseSequence(cursor, depth) : parseMapping(cursor, depth);
}

function atItem(cursor: LineCursor): boolean {
  if (cursor.code() !== DASH) return false;
  const next = cursor.code(1);
  return next === SPACE || next === NEWLINE || Number.isNaN(next);
}

function parseMapping(cursor: LineCursor, depth: number): YamlNode {
  const { column } = cursor;
  const keys: MappingKey[] = [];
  const items: YamlNode[] = [];
  while (!cursor.atEnd && cursor.column === column) {
    if (atItem(cursor)) throw new NotSimple();
    const key = parseKey(cursor);
    if (key === undefined) throw new NotSimple();
    keys.push(key);
    items.push(parseValue(cursor, column, depth));
  }
  if (!cursor.atEnd && cursor.column > column) throw new NotSimple();
  if (hasRepeatedKey(keys)) throw new NotSimple();
  return mappingNode(keys, items, tag.mapping);
}

const FEW_KEYS = 12;

/** Keys that stand twice will be refused, and with their line: the full parser knows it. */
function hasRepeatedKey(keys: readonly MappingKey[]): boolean {
  if (keys.length > FEW_KEYS) return new Set(keys.map(keyText)).size < keys.length;
  for (let later = 1; later < keys.length; later++) {
    const key = keyText(keys[later] ?? '');
    for (let index = 0; index < later; index++) if (keyText(keys[index] ?? '') === key) return true;
  }
  return false;
}

function parseSequence(cursor: LineCursor, depth: number): YamlNode {
  const { column } = cursor;
  const items: YamlNode[] = [];
  while (!cursor.atEnd && cursor.column === column && atItem(cursor)) {
    cursor.pos++;
    items.push(parseItem(cursor, column, depth));
  }
  if (!cursor.atEnd && cursor.column > column) throw new NotSimple();
  return sequenceNode(items, tag.sequence);
}

function parseItem(cursor: LineCursor, column: number, depth: number): YamlNode {
  if (cursor.skipToContent()) {
    const start = cursor.pos;
    if (atItem(cursor)) return enterLine(cursor, depth, parseSequence);
    const isMapping = parseKey(cursor) !== undefined;
    cursor.pos = start;
    if (isMapping) return enterLine(cursor, depth, parseMapping);
    return parseScalar(cursor, column);
  }
  if (!cursor.nextLine() || cursor.column <= column) return nullNode();
  return parseBlock(cursor, depth + 1);
}

/** Reads a collection that begins behind a dash: its column is where it stands in the line. */
function enterLine(
  cursor: LineCursor,
  depth: number,
  parse: (cursor: LineCursor, depth: number) => YamlNode,
): YamlNode {
  if (depth >= MAX_DEPTH) throw new NotSimple();
  cursor.column = cursor.pos - cursor.lineStart;
  return parse(cursor, depth + 1);
}

/** Reads a key and its colon. @returns `undefined`, with the cursor somewhere in the line, where there is none. */
function parseKey(cursor: LineCursor): MappingKey | undefined {
  const first = cursor.code();
  if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) return parseQuotedKey(cursor, first);
  if (!startsPlain(first, cursor.code(1))) return undefined;
  const start = cursor.pos;
  let { pos } = cursor;
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(pos);
    if (code === COLON && endsWord(text.charCodeAt(pos + 1))) break;
    if (endsWord(code)) return undefined;
    pos++;
  }
  if (pos - start > MAX_KEY_LENGTH) throw new NotSimple();
  cursor.pos = pos + 1;
  const key = text.slice(start, pos);
  if (key === '<<') throw new NotSimple();
  const keyTag = resolveTag(key);
  if (keyTag === tag.null) throw new NotSimple();
  return keyTag === tag.string ? key : scalarNode(key, keyTag);
}

function parseQuotedKey(cursor: LineCursor, quote: number): MappingKey | undefined {
  const start = cursor.pos;
  const value = cursor.readQuoted(quote);
  if (value === undefined || cursor.pos - start > MAX_KEY_LENGTH) throw new NotSimple();
  if (cursor.code() !== COLON || !endsWord(cursor.code(1))) return undefined;
  cursor.pos++;
  return scalarNode(value, tag.string, quote === DOUBLE_QUOTE ? style.double : style.single);
}

/** Reads what stands behind a key's colon. */
function parseValue(cursor: LineCursor, column: number, depth: number): YamlNode {
  if (cursor.skipToContent()) return parseScalar(cursor, column);
  if (!cursor.nextLine() || cursor.column < column) return nullNode();
  if (cursor.column > column) return parseBlock(cursor, depth + 1);
  return atItem(cursor) ? parseIndentlessSequence(cursor, column, depth) : nullNode();
}

/** A list whose dashes stand in the column of its key. */
function parseIndentlessSequence(cursor: LineCursor, column: number, depth: number): YamlNode {
  const items: YamlNode[] = [];
  if (depth >= MAX_DEPTH) throw new NotSimple();
  while (!cursor.atEnd && cursor.column === column && atItem(cursor)) {
    cursor.pos++;
    items.push(parseItem(cursor, column, depth + 1));
  }
  return sequenceNode(items, tag.sequence);
}

function parseScalar(cursor: LineCursor, column: number): YamlNode {
  const first = cursor.code();
  if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) return finishLine(cursor, column, parseQuoted(cursor, first));
  if (first === 0x7c) return scanBlockScalar(cursor, column);
  if (first === 0x5b || first === 0x7b) return finishLine(cursor, column, parseSimpleFlow(cursor));
  if (!startsPlain(first, cursor.code(1))) throw new NotSimple();
  const value = readPlain(cursor);
  return finishLine(cursor, column, scalarNode(value, resolveTag(value)));
}

function parseQuoted(cursor: LineCursor, quote: number): YamlNode {
  const value = cursor.readQuoted(quote);
  if (value === undefined) throw new NotSimple();
  return scalarNode(value, tag.string, quote === DOUBLE_QUOTE ? style.double : style.single);
}

/** After a value nothing but a comment may follow, and the next line must not continue it. */
function finishLine(cursor: LineCursor, column: number, node: YamlNode): YamlNode {
  if (cursor.skipToContent()) throw new NotSimple();
  // Patterns of replacements see what stands behind a value.
  if (cursor.code() === HASH && node.kind === 'scalar') node.notes = { ...NO_NOTES, line: cursor.restOfLine() };
  if (cursor.nextLine() && cursor.column > column) throw new NotSimple();
  return node;
}

/** Reads an unquoted scalar up to the end of its line or a comment. */
function readPlain(cursor: LineCursor): string {
  const { text, pos: start } = cursor;
  let end = text.indexOf('\n', start);
  if (end === -1) end = text.length;
  for (let pos = start; pos < end; pos++) {
    const code = text.charCodeAt(pos);
    if (code === 0x09) throw new NotSimple();
    if (code === COLON && endsWord(text.charCodeAt(pos + 1))) throw new NotSimple();
    if (code === HASH && text.charCodeAt(pos - 1) === SPACE) end = pos;
  }
  cursor.pos = end;
  while (text.charCodeAt(end - 1) === SPACE) end--;
  const value = text.slice(start, end);
  if (value === '<<') throw new NotSimple();
  return value;
}

/** Space, line end or text end. */
function endsWord(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === 0x09 || Number.isNaN(code);
}

/** Letters, digits and the marks that begin a plain scalar in every context, and a dash in front of anything but a blank. */
function startsPlain(code: number, next: number): boolean {
  if (code >= 0x80) return true;
  return PLAIN_START[code] === true || (code === DASH && !endsWord(next));
}

const PLAIN_START: readonly boolean[] = Array.from({ length: 0x80 }, (_, code) =>
  /[A-Za-z0-9_./$()+~^;<=\\]/.test(String.fromCharCode(code)),
);

function nullNode(): YamlNode {
  return scalarNode('', tag.null);
}
