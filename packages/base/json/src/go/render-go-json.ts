import { isJsonObject, type JsonObject, type JsonValue } from '../json-value.js';
import { compareUtf8 } from './compare-utf8.js';

export interface GoJsonOptions {
  /** Write `<`, `>` and `&` as escapes, as Go does unless told otherwise. @default true */
  readonly escapeHtml?: boolean;
  /** One level of indentation; each element then has a line of its own. @default '' (one line, no spaces) */
  readonly indent?: string;
}

/** `value` as Go's encoding/json writes a map: keys sorted, HTML characters escaped, no spaces. `undefined` fields are left out. */
export function renderGoJson(value: JsonValue, { escapeHtml = true, indent = '' }: GoJsonOptions = {}): string {
  return renderValue(value, { escapeHtml, indent, lineStart: '\n' });
}

interface Layout {
  readonly escapeHtml: boolean;
  readonly indent: string;
  /** The line break and indentation of the present level. */
  readonly lineStart: string;
}

function renderValue(value: JsonValue, layout: Layout): string {
  if (typeof value === 'string') return renderGoJsonString(value, layout.escapeHtml);
  if (typeof value === 'number') return renderGoJsonNumber(value);
  if (Array.isArray(value)) return renderList(value, layout);
  return isJsonObject(value) ? renderObject(value, layout) : String(value);
}

function renderList(items: readonly JsonValue[], layout: Layout): string {
  const inner = deeper(layout);
  return enclose(
    '[',
    items.map((item) => renderValue(item ?? null, inner)),
    ']',
    layout,
  );
}

function renderObject(object: JsonObject, layout: Layout): string {
  const inner = deeper(layout);
  const separator = layout.indent === '' ? ':' : ': ';
  const members: string[] = [];
  for (const key of Object.keys(object).sort(compareUtf8)) {
    const value = object[key];
    if (value === undefined) continue;
    members.push(renderGoJsonString(key, layout.escapeHtml) + separator + renderValue(value, inner));
  }
  return enclose('{', members, '}', layout);
}

function deeper(layout: Layout): Layout {
  return layout.indent === '' ? layout : { ...layout, lineStart: layout.lineStart + layout.indent };
}

function enclose(open: string, parts: readonly string[], close: string, layout: Layout): string {
  if (parts.length === 0 || layout.indent === '') return open + parts.join(',') + close;
  const lineStart = layout.lineStart + layout.indent;
  return open + lineStart + parts.join(`,${lineStart}`) + layout.lineStart + close;
}

/** A float64 as Go's encoding/json writes it, which is how JavaScript does, the sign of negative zero apart. */
export function renderGoJsonNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters JSON must escape
const NEEDS_ESCAPE = /["\\\u0000-\u001f\u2028\u2029\ud800-\udfff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters JSON must escape
const ESCAPED = /["\\\u0000-\u001f\u2028\u2029]|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;
const HTML = /[<>&]/;
const HTML_ALL = /[<>&]/g;

/** `text` as a JSON string in Go's spelling: short escapes where Go has them, U+2028 and U+2029 escaped, lone surrogates replaced. */
export function renderGoJsonString(text: string, escapeHtml = true): string {
  const escaped = NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, escapeMatch) : text;
  return `"${escapeHtml && HTML.test(escaped) ? escaped.replace(HTML_ALL, unicodeEscape) : escaped}"`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeMatch(match: string): string {
  if (match.length === 2) return match;
  if (match >= '\ud800' && match <= '\udfff') return '\\ufffd';
  return SHORT_ESCAPES[match] ?? unicodeEscape(match);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
