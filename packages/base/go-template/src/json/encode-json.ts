import { GoError } from '../functions/go-error.js';
import { bytesToBase64 } from '../text/base64.js';
import { GoComplex } from '../value/go-complex.js';
import { GoInt } from '../value/go-int.js';
import { GoMap } from '../value/go-map.js';
import { GoBytes, GoSlice } from '../value/go-slice.js';
import { GoPointer, GoStruct } from '../value/go-struct.js';
import { type GoValue, isNil, itemsOf, typeName, typeOf } from '../value/go-value.js';
import { requireModestSize } from '../value/require-modest-size.js';
import { isEmpty } from '../value/truth.js';

/** Deeper than this Go looks for cycles; here it counts as one. */
const MAX_DEPTH = 1_000;
const NEEDS_HTML_ESCAPE = /[<>&]/g;
const NEEDS_ESCAPE = /[\u2028\u2029]|\\ud[89a-f][0-9a-f]{2}/g;

/** How JSON is written. */
export interface JsonStyle {
  /** Whether `<`, `>` and `&` are escaped, as Go does unless told otherwise. */
  readonly escapeHtml: boolean;
  /** Two spaces a level and a line for each item. */
  readonly pretty?: boolean;
}

/** encoding/json's Marshal. @throws GoError for what JSON cannot hold, LimitError for what is too large. */
export function encodeJson(value: GoValue, style: JsonStyle = { escapeHtml: true }): string {
  requireModestSize(value);
  return encode(value, style, 0);
}

/** A string as encoding/json writes it. */
export function encodeJsonText(text: string, { escapeHtml }: JsonStyle): string {
  const json = JSON.stringify(text).replace(NEEDS_ESCAPE, escapeSeparator);
  return escapeHtml ? json.replace(NEEDS_HTML_ESCAPE, escapeHtmlCharacter) : json;
}

function escapeSeparator(found: string): string {
  // JSON.stringify writes invalid UTF-8 as an escaped lone surrogate; Go writes the replacement character.
  return found.length === 1 ? `\\u${found.charCodeAt(0).toString(16)}` : '\\ufffd';
}

function escapeHtmlCharacter(character: string): string {
  return `\\u00${character.charCodeAt(0).toString(16)}`;
}

function encode(value: GoValue, style: JsonStyle, depth: number): string {
  switch (typeof value) {
    case 'string':
      return encodeJsonText(value, style);
    case 'number':
      return encodeNumber(value);
    case 'boolean':
      return String(value);
    default:
      return value === undefined || isNil(value) ? 'null' : encodeObject(value, style, depth);
  }
}

/** encoding/json's floats are JavaScript's, but for the sign of zero. */
function encodeNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new GoError(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

function encodeObject(value: GoValue, style: JsonStyle, depth: number): string {
  if (depth > MAX_DEPTH) throw new GoError(`json: unsupported value: encountered a cycle via ${typeName(value)}`);
  const own = typeOf(value)?.toJson?.(value);
  if (own !== undefined) return own;
  if (value instanceof GoInt) return String(value.value);
  if (value instanceof GoMap) return encodeMap(value, style, depth);
  if (value instanceof GoBytes) return value.isNil ? 'null' : `"${bytesToBase64(value.bytes)}"`;
  if (value instanceof GoSlice || Array.isArray(value)) return encodeItems(itemsOf(value) ?? [], style, depth);
  if (value instanceof GoPointer) return encode(value.target, style, depth);
  if (value instanceof GoStruct) return encodeStruct(value, style, depth);
  throw new GoError(`json: unsupported type: ${value instanceof GoComplex ? 'complex128' : typeName(value)}`);
}

function encodeMap(map: GoMap, style: JsonStyle, depth: number): string {
  const colon = style.pretty === true ? ': ' : ':';
  const entries = map.keys().map((key) => encodeJsonText(key, style) + colon + encode(map.get(key), style, depth + 1));
  return enclose('{}', entries, style, depth);
}

function encodeItems(items: readonly GoValue[], style: JsonStyle, depth: number): string {
  return enclose(
    '[]',
    items.map((item) => encode(item, style, depth + 1)),
    style,
    depth,
  );
}

function encodeStruct(struct: GoStruct, style: JsonStyle, depth: number): string {
  const colon = style.pretty === true ? ': ' : ':';
  const entries: string[] = [];
  for (const field of struct.type.fields) {
    const name = 'jsonName' in field ? field.jsonName : field.name;
    const value = field.get(struct);
    if (name === undefined || field.isUnexported === true || (field.omitEmpty === true && isEmpty(value))) continue;
    entries.push(encodeJsonText(name, style) + colon + encode(value, style, depth + 1));
  }
  return enclose('{}', entries, style, depth);
}

function enclose(brackets: '{}' | '[]', entries: readonly string[], { pretty }: JsonStyle, depth: number): string {
  const open = brackets.charAt(0);
  const close = brackets.charAt(1);
  if (pretty !== true || entries.length === 0) return open + entries.join(',') + close;
  const indent = `\n${'  '.repeat(depth + 1)}`;
  return `${open}${indent}${entries.join(`,${indent}`)}\n${'  '.repeat(depth)}${close}`;
}
