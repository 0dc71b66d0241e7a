import { runesOf } from './go-text.js';

/* The classes and case mappings of Go's package unicode, one rune (a code point as a string) at a time. */

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;
const NUMBER = /^\p{N}$/u;
const UPPER = /^\p{Lu}$/u;
const LOWER = /^\p{Ll}$/u;
const TITLE = /^\p{Lt}$/u;
const PUNCTUATION = /^\p{P}$/u;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
const SPACES_AT_START = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const ASCII_ONLY = /^[\0-\x7f]*$/;

/** Greek letters whose full upper case is two characters while Go maps one rune to one. */
const SINGLE_UPPER: ReadonlyMap<string, string> = new Map([
  ['\u1fb3', '\u1fbc'],
  ['\u1fc3', '\u1fcc'],
  ['\u1ff3', '\u1ffc'],
]);

/** unicode.IsLetter. */
export function isLetter(rune: string): boolean {
  return LETTER.test(rune);
}

/** unicode.IsDigit. */
export function isDigit(rune: string): boolean {
  return DIGIT.test(rune);
}

/** unicode.IsNumber. */
export function isNumber(rune: string): boolean {
  return NUMBER.test(rune);
}

/** unicode.IsUpper. */
export function isUpper(rune: string): boolean {
  return UPPER.test(rune);
}

/** unicode.IsLower. */
export function isLower(rune: string): boolean {
  return LOWER.test(rune);
}

/** unicode.IsTitle. */
export function isTitle(rune: string): boolean {
  return TITLE.test(rune);
}

/** unicode.IsPunct. */
export function isPunctuation(rune: string): boolean {
  return PUNCTUATION.test(rune);
}

/** unicode.IsSpace. */
export function isSpace(rune: string): boolean {
  return SPACE.test(rune);
}

/** unicode.IsPrint, which is also strconv's. */
export function isPrintable(rune: string): boolean {
  return PRINTABLE.test(rune);
}

/** strings.TrimSpace. */
export function trimSpace(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(0, end).replace(SPACES_AT_START, '');
}

/** unicode.ToUpper of one rune. */
export function runeToUpper(rune: string): string {
  const upper = rune.toUpperCase();
  if (Array.from(upper).length === 1) return upper;
  return SINGLE_UPPER.get(rune) ?? upperOfGreekWithIota(rune);
}

/** unicode.ToLower of one rune. */
export function runeToLower(rune: string): string {
  if (rune === '\u0130') return 'i';
  const lower = rune.toLowerCase();
  return Array.from(lower).length === 1 ? lower : rune;
}

/** unicode.ToTitle of one rune. */
export function runeToTitle(rune: string): string {
  const code = rune.codePointAt(0) ?? 0;
  if (code >= 0x01c4 && code <= 0x01cc) return String.fromCodePoint(code - ((code - 0x01c4) % 3) + 1);
  if (code >= 0x01f1 && code <= 0x01f3) return '\u01f2';
  return runeToUpper(rune);
}

/** strings.ToUpper: every rune by itself. */
export function upperText(text: string): string {
  return ASCII_ONLY.test(text) ? text.toUpperCase() : mapRunes(text, runeToUpper);
}

/** strings.ToLower: every rune by itself. */
export function lowerText(text: string): string {
  return ASCII_ONLY.test(text) ? text.toLowerCase() : mapRunes(text, runeToLower);
}

/** `text` with each rune replaced. */
export function mapRunes(text: string, map: (rune: string) => string): string {
  let mapped = '';
  for (const rune of runesOf(text)) mapped += map(rune);
  return mapped;
}

function upperOfGreekWithIota(rune: string): string {
  const code = rune.codePointAt(0) ?? 0;
  const isSmall = code >= 0x1f80 && code <= 0x1faf && (code & 8) === 0;
  return isSmall ? String.fromCodePoint(code + 8) : rune;
}
