import { valueText } from '../format/print-value.js';
import { sprintf } from '../format/printf.js';
import { base32ToBytes, bytesToBase32 } from '../text/base32.js';
import { base64ToBytes, bytesToBase64, type Decoded } from '../text/base64.js';
import { byteLength, bytesToText, runesOf, sliceBytes, sortTexts, textToBytes } from '../text/go-text.js';
import { quoteText } from '../text/quote.js';
import {
  isDigit,
  isLetter,
  isLower,
  isSpace,
  isTitle,
  isUpper,
  lowerText,
  runeToLower,
  runeToTitle,
  runeToUpper,
  trimSpace,
  upperText,
} from '../text/runes.js';
import { type GoMap, goMap } from '../value/go-map.js';
import { GoSlice } from '../value/go-slice.js';
import { STRING_MAP, STRING_SLICE } from '../value/go-type.js';
import { type GoValue, itemsOf } from '../value/go-value.js';
import { abbreviate } from './abbreviate.js';
import { camelCase, kebabCase, snakeCase } from './cases.js';
import { GoError } from './go-error.js';
import { type Call, fixed, type GoFunction, renamed, variadic } from './go-function.js';
import { sliceBoundsPanic } from './panics.js';
import { any, int, text } from './parameter-type.js';
import { textOf, textSlice, textsOf } from './text-of.js';
import { wrapText } from './wrap-text.js';

const trimAll = fixed('trimAll', [text, text], (cutset, subject) => trimSet(subject, cutset));

/** sprig's functions on strings. */
export const stringFunctions: readonly GoFunction[] = [
  fixed('hello', [], () => 'Hello!'),
  fixed('abbrev', [int, text], (width, subject) => (width < 4 ? subject : abbreviate(subject, 0, width))),
  fixed('abbrevboth', [int, int, text], (left, right, subject) => {
    return right < 4 || (left > 0 && right < 7) ? subject : abbreviate(subject, left, right);
  }),
  fixed('trunc', [int, text], truncate),
  fixed('trim', [text], (subject) => trimSpace(subject)),
  fixed('upper', [text], (subject) => upperText(subject)),
  fixed('lower', [text], (subject) => lowerText(subject)),
  fixed('title', [text], title),
  fixed('untitle', [text], uncapitalize),
  fixed('substr', [int, int, text], substring),
  fixed('repeat', [int, text], repeat),
  trimAll,
  renamed('trimall', trimAll),
  fixed('trimSuffix', [text, text], (suffix, subject) => {
    return suffix !== '' && subject.endsWith(suffix) ? subject.slice(0, -suffix.length) : subject;
  }),
  fixed('trimPrefix', [text, text], (prefix, subject) => {
    return subject.startsWith(prefix) ? subject.slice(prefix.length) : subject;
  }),
  fixed('nospace', [text], (subject) => withoutSpaces(subject)),
  fixed('initials', [text], initials),
  fixed('swapcase', [text], swapCase),
  fixed('snakecase', [text], (subject) => snakeCase(subject)),
  fixed('camelcase', [text], (subject) => camelCase(subject)),
  fixed('kebabcase', [text], (subject) => kebabCase(subject)),
  fixed('wrap', [int, text], (width, subject, { run }) => {
    return wrapText(subject, { width, lineBreak: '\n', breakWords: false }, run);
  }),
  fixed('wrapWith', [int, text, text], (width, separator, subject, { run }) => {
    return wrapText(subject, { width, lineBreak: separator === '' ? '\n' : separator, breakWords: true }, run);
  }),
  fixed('contains', [text, text], (part, subject) => subject.includes(part)),
  fixed('hasPrefix', [text, text], (prefix, subject) => subject.startsWith(prefix)),
  fixed('hasSuffix', [text, text], (suffix, subject) => subject.endsWith(suffix)),
  variadic('quote', { fixed: [], rest: any }, (values) => joinPresent(values, (value) => quoteText(textOf(value)))),
  variadic('squote', { fixed: [], rest: any }, (values) => joinPresent(values, (value) => `'${valueText(value)}'`)),
  variadic('cat', { fixed: [], rest: any }, cat),
  fixed('indent', [int, text], indent),
  fixed('nindent', [int, text], (spaces, subject, call) => `\n${indent(spaces, subject, call)}`),
  fixed('replace', [text, text, text], replace),
  fixed('plural', [text, text, int], (one, many, count) => (count === 1 ? one : many)),
  fixed('toString', [any], (value) => textOf(value)),
  fixed('toStrings', [any], (value) => stringsOf(value)),
  fixed('join', [text, any], (separator, value) => textsOf(value).join(separator)),
  fixed('sortAlpha', [any], (value) => {
    return itemsOf(value) === undefined ? textSlice([textOf(value)]) : sortedStrings(stringsOf(value));
  }),
  fixed('split', [text, text], (separator, subject) => partsOf(splitText(subject, separator, -1))),
  fixed('splitn', [text, int, text], (separator, count, subject) => partsOf(splitText(subject, separator, count))),
  fixed('splitList', [text, text], (separator, subject) => textSlice(splitText(subject, separator, -1))),
  fixed('b64enc', [text], (subject) => bytesToBase64(textToBytes(subject))),
  fixed('b64dec', [text], (subject) => decoded(base64ToBytes(subject), 'base64')),
  fixed('b32enc', [text], (subject) => bytesToBase32(textToBytes(subject))),
  fixed('b32dec', [text], (subject) => decoded(base32ToBytes(subject), 'base32')),
];

/** A `[]string` is taken as it is. */
function stringsOf(value: GoValue): GoSlice {
  return value instanceof GoSlice && value.type === STRING_SLICE ? value : textSlice(textsOf(value));
}

/** Go sorts where the strings stand, so whoever holds the same slice sees them sorted. */
function sortedStrings(slice: GoSlice): GoSlice {
  // Every item of a []string is a string, and only this function writes to one.
  sortTexts(slice.items as string[]);
  return slice;
}

/** strings.SplitN: an empty separator splits into characters; a negative count means all. */
export function splitText(subject: string, separator: string, count: number): string[] {
  if (count === 0) return [];
  const parts = separator === '' ? Array.from(subject) : subject.split(separator);
  if (count < 0 || parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

function truncate(count: number, subject: string): string {
  const length = byteLength(subject);
  if (count < 0) return length + count > 0 ? sliceBytes(subject, length + count) : subject;
  return length > count ? sliceBytes(subject, 0, count) : subject;
}

function substring(start: number, end: number, subject: string): string {
  const length = byteLength(subject);
  if (start < 0) {
    if (end < 0) throw sliceBoundsPanic(`:${int64Text(end)}`);
    if (end > length) throw sliceBoundsPanic(`:${int64Text(end)}`, length);
    return sliceBytes(subject, 0, end);
  }
  if (end < 0 || end > length) {
    if (start > length) throw sliceBoundsPanic(`${int64Text(start)}:${length}`);
    return sliceBytes(subject, start);
  }
  if (start > end) throw sliceBoundsPanic(`${int64Text(start)}:${end}`);
  return sliceBytes(subject, start, end);
}

/** The largest int64 is no double. */
function int64Text(value: number): string {
  return value >= 2 ** 63 ? '9223372036854775807' : String(BigInt(value));
}

function repeat(count: number, subject: string, { run }: Call): string {
  if (count < 0) throw new GoError('strings: negative Repeat count');
  if (count * byteLength(subject) > Number.MAX_SAFE_INTEGER)
    throw new GoError('strings: Repeat output length overflow');
  run.checkTextLength(count * subject.length);
  return subject.repeat(count);
}

function indent(spaces: number, subject: string, { run }: Call): string {
  if (spaces < 0) throw new GoError('strings: negative Repeat count');
  run.checkTextLength(spaces);
  if (!subject.includes('\n')) return ' '.repeat(spaces) + subject;
  const lines = subject.split('\n');
  run.checkTextLength(subject.length + spaces * lines.length);
  const pad = ' '.repeat(spaces);
  return pad + lines.join(`\n${pad}`);
}

function replace(old: string, replacement: string, subject: string, { run }: Call): string {
  if (old === '') {
    const parts = Array.from(subject);
    run.checkTextLength(subject.length + replacement.length * (parts.length + 1));
    return replacement + parts.map((part) => part + replacement).join('');
  }
  const parts = subject.split(old);
  run.checkTextLength(subject.length + (parts.length - 1) * replacement.length);
  return parts.join(replacement);
}

function cat(values: readonly GoValue[]): string {
  const present = values.filter((value) => value !== null && value !== undefined);
  return sprintf(trimSpace('%v '.repeat(present.length)), present);
}

function joinPresent(values: readonly GoValue[], toText: (value: GoValue) => string): string {
  return values
    .filter((value) => value !== null && value !== undefined)
    .map(toText)
    .join(' ');
}

function trimSet(subject: string, cutset: string): string {
  const cut = new Set(Array.from(cutset));
  const runes = Array.from(subject);
  let start = 0;
  let end = runes.length;
  while (start < end && cut.has(runes[start] ?? '')) start++;
  while (end > start && cut.has(runes[end - 1] ?? '')) end--;
  return runes.slice(start, end).join('');
}

function title(subject: string): string {
  let atStart = true;
  let result = '';
  for (const rune of runesOf(subject)) {
    result += atStart ? runeToTitle(rune) : rune;
    atStart = isWordSeparator(rune);
  }
  return result;
}

function isWordSeparator(rune: string): boolean {
  if (rune <= '\x7f') return !/[0-9A-Za-z_]/.test(rune);
  return !isLetter(rune) && !isDigit(rune) && isSpace(rune);
}

function uncapitalize(subject: string): string {
  let atStart = true;
  let result = '';
  for (const rune of runesOf(subject)) {
    result += atStart && !isSpace(rune) ? runeToLower(rune) : rune;
    atStart = isSpace(rune);
  }
  return result;
}

/** The library looks at bytes as if each were a character; so does this. */
function byteCharacters(subject: string): string[] {
  return Array.from(textToBytes(subject), (byte) => String.fromCharCode(byte));
}

function withoutSpaces(subject: string): string {
  const kept = byteCharacters(subject).filter((character) => !isSpace(character));
  return kept.length === byteLength(subject) ? subject : kept.join('');
}

function initials(subject: string): string {
  let afterGap = true;
  let result = '';
  for (const character of byteCharacters(subject)) {
    if (isSpace(character)) afterGap = true;
    else if (afterGap) {
      result += character;
      afterGap = false;
    }
  }
  return result;
}

function swapCase(subject: string): string {
  let afterSpace = true;
  let result = '';
  for (const rune of runesOf(subject)) {
    if (isUpper(rune) || isTitle(rune)) {
      result += runeToLower(rune);
      afterSpace = false;
    } else if (isLower(rune)) {
      result += afterSpace ? runeToTitle(rune) : runeToUpper(rune);
      afterSpace = false;
    } else {
      result += rune;
      afterSpace = isSpace(rune);
    }
  }
  return result;
}

function partsOf(parts: readonly string[]): GoMap {
  return goMap(
    parts.map((part, index) => [`_${index}`, part]),
    STRING_MAP,
  );
}

function decoded(bytes: Decoded, encoding: string): string {
  if (bytes instanceof Uint8Array) return bytesToText(bytes);
  return `illegal ${encoding} data at input byte ${bytes.corruptAt}`;
}
