import { printable } from '../compile/write-value.js';
import { sprint, sprintf, sprintln } from '../format/printf.js';
import { invalidByteOf, sliceBytes, textToBytes } from '../text/go-text.js';
import { isPrintable } from '../text/runes.js';
import { GoInt, goInt } from '../value/go-int.js';
import { GoMap } from '../value/go-map.js';
import { GoPointer } from '../value/go-struct.js';
import { type GoType, UINT8 } from '../value/go-type.js';
import { type GoValue, indirect, itemsOf, typeName, typeOf } from '../value/go-value.js';
import { isTruthy, lengthOf } from '../value/truth.js';
import { compareLess, isEqual } from './comparison.js';
import { GoError } from './go-error.js';
import { fixed, type GoFunction, variadic } from './go-function.js';
import { capacityOf, indexOf, sameKindSlice } from './lists.js';
import { zeroValuePanic } from './panics.js';
import { any, reflected, text } from './parameter-type.js';

const HTML_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\0', '\ufffd'],
]);
const JS_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['"', '\\"'],
  ['<', '\\u003C'],
  ['>', '\\u003E'],
  ['&', '\\u0026'],
  ['=', '\\u003D'],
]);

/** The functions of text/template itself. The compiler gives `and`, `or` and `call` their own evaluation. */
export const builtinFunctions: readonly GoFunction[] = [
  variadic('and', { fixed: [reflected], rest: reflected }, (first) => first),
  variadic('or', { fixed: [reflected], rest: reflected }, (first) => first),
  variadic('call', { fixed: [reflected], rest: reflected }, () => null),
  fixed('not', [reflected], (value) => !isTruthy(value)),
  fixed('len', [reflected], length),
  variadic('index', { fixed: [reflected], rest: reflected }, index),
  variadic('slice', { fixed: [reflected], rest: reflected }, slice),
  variadic('print', { fixed: [], rest: any }, (values) => sprint(values)),
  variadic('printf', { fixed: [text], rest: any }, (format, values) => sprintf(format, values)),
  variadic('println', { fixed: [], rest: any }, (values) => sprintln(values)),
  variadic('html', { fixed: [], rest: any }, (values) => escapeHtml(argumentsText(values))),
  variadic('js', { fixed: [], rest: any }, (values) => escapeJs(argumentsText(values))),
  variadic('urlquery', { fixed: [], rest: any }, (values) => queryEscape(argumentsText(values))),
  variadic('eq', { fixed: [reflected], rest: reflected }, (first, others) => isEqual(first, others)),
  fixed('ne', [reflected, reflected], (a, b) => !isEqual(a, [b])),
  fixed('lt', [reflected, reflected], (a, b) => compareLess(a, b)),
  fixed('le', [reflected, reflected], (a, b) => compareLess(a, b) || isEqual(a, [b])),
  fixed('gt', [reflected, reflected], (a, b) => !compareLess(a, b) && !isEqual(a, [b])),
  fixed('ge', [reflected, reflected], (a, b) => !compareLess(a, b)),
];

function length(value: GoValue): GoValue {
  if (value === null || (value instanceof GoPointer && value.target === undefined)) {
    throw new GoError('len of nil pointer');
  }
  if (value === undefined) throw zeroValuePanic('Type');
  const found = lengthOf(value);
  if (found === undefined) throw new GoError(`len of type ${typeName(indirect(value))}`);
  return goInt(found);
}

function index(start: GoValue, indices: readonly GoValue[]): GoValue {
  if (start === undefined || start === null) throw new GoError('index of untyped nil');
  let item: GoValue = start;
  for (const key of indices) {
    item = indirect(item);
    if (item === undefined || item === null) throw new GoError('index of nil pointer');
    item = itemAt(item, key);
  }
  return item;
}

function itemAt(item: GoValue, key: GoValue): GoValue {
  if (item instanceof GoMap) {
    return item.get(mapKey(key)) ?? (item.type.element?.kind === 'string' ? '' : null);
  }
  const items = typeof item === 'string' ? undefined : itemsOf(item);
  if (items === undefined && typeof item !== 'string') throw new GoError(`can't index item of type ${typeName(item)}`);
  const size = capacityOf(item);
  const at = indexOf(key, size);
  if (at >= size) {
    throw new GoError(`reflect: ${typeof item === 'string' ? 'string' : 'slice'} index out of range`);
  }
  return items === undefined ? new GoInt(UINT8, textToBytes(item as string)[at] ?? 0) : items[at];
}

function mapKey(key: GoValue): string {
  if (typeof key === 'string') return key;
  if (key === undefined || key === null) throw new GoError('value is nil; should be of type string');
  throw new GoError(`value has type ${(typeOf(key) as GoType).name}; should be string`);
}

function slice(value: GoValue, indices: readonly GoValue[]): GoValue {
  if (value === undefined || value === null) throw new GoError('slice of untyped nil');
  const item = indirect(value);
  if (indices.length > 3) throw new GoError(`too many slice indexes: ${indices.length}`);
  if (typeof item === 'string' && indices.length === 3) throw new GoError('cannot 3-index slice a string');
  if (typeof item !== 'string' && itemsOf(item) === undefined) {
    throw new GoError(`can't slice item of type ${typeName(item)}`);
  }
  const size = capacityOf(item);
  const [from = 0, to = size, limit] = indices.map((entry) => indexOf(entry, size));
  if (from > to) throw new GoError(`invalid slice index: ${from} > ${to}`);
  if (limit !== undefined && to > limit) throw new GoError(`invalid slice index: ${to} > ${limit}`);
  return typeof item === 'string' ? sliceBytes(item, from, to) : sameKindSlice(item, from, to);
}

/** The text that the escaping functions escape: one string as it is, else as `print`. */
function argumentsText(values: readonly GoValue[]): string {
  const [first] = values;
  if (values.length === 1 && typeof first === 'string') return first;
  return sprint(values.map((value) => (value === undefined || value === null ? '<no value>' : printable(value))));
}

function escapeHtml(subject: string): string {
  return subject.replace(/["'&<>\0]/g, (character) => HTML_ESCAPES.get(character) ?? character);
}

function escapeJs(subject: string): string {
  // Bytes that are no UTF-8 stay as they are.
  return Array.from(subject)
    .map((rune) => JS_ESCAPES.get(rune) ?? escapeJsRune(rune))
    .join('');
}

function escapeJsRune(rune: string): string {
  if (invalidByteOf(rune) !== undefined) return rune;
  const code = rune.codePointAt(0) ?? 0;
  if ((code >= 0x20 && code < 0x80) || (code >= 0x80 && isPrintable(rune))) return rune;
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** url.QueryEscape. */
export function queryEscape(subject: string): string {
  if (/^[A-Za-z0-9_.~-]*$/.test(subject)) return subject;
  let out = '';
  for (const byte of textToBytes(subject)) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9_.~-]/.test(character)) out += character;
    else out += character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}
