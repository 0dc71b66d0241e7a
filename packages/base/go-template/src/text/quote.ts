import { invalidByteOf } from './go-text.js';
import { isPrintable } from './runes.js';

const PLAIN = /^[ !#-[\]-~]*$/;
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);

/** strconv.Quote: a Go string literal in double quotes. */
export function quoteText(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : quoteWith(text, '"', false);
}

/** strconv.QuoteToASCII. */
export function quoteTextToAscii(text: string): string {
  return quoteWith(text, '"', true);
}

/** strconv.QuoteRune of a code point; what is no code point becomes U+FFFD. */
export function quoteRune(codePoint: number, asciiOnly: boolean): string {
  const isValid = codePoint >= 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  return quoteWith(String.fromCodePoint(isValid ? codePoint : 0xfffd), "'", asciiOnly);
}

/** strconv.CanBackquote. */
export function canBackquote(text: string): boolean {
  for (const rune of text) {
    if (invalidByteOf(rune) !== undefined || rune === '\ufeff' || rune === '`' || rune === '\x7f') return false;
    if (rune < ' ' && rune !== '\t') return false;
  }
  return true;
}

function quoteWith(text: string, quote: string, asciiOnly: boolean): string {
  let quoted = quote;
  for (const rune of text) quoted += escapeRune(rune, quote, asciiOnly);
  return quoted + quote;
}

function escapeRune(rune: string, quote: string, asciiOnly: boolean): string {
  const byte = invalidByteOf(rune);
  if (byte !== undefined) return `\\x${hex(byte, 2)}`;
  if (rune === quote || rune === '\\') return `\\${rune}`;
  const code = rune.codePointAt(0) ?? 0;
  if (isPrintable(rune) && !(asciiOnly && code >= 0x80)) return rune;
  const short = SHORT_ESCAPES.get(rune);
  if (short !== undefined) return short;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
