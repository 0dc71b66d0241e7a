import { bytesToText, textToBytes } from './go-text.js';

const SIMPLE_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['\\', 92],
]);

/** One character of a literal: a code point, or a single byte written as `\x..` or `\ooo`. */
interface LiteralCharacter {
  readonly value: number;
  readonly isByte: boolean;
  readonly end: number;
}

/** strconv.Unquote of a literal in double quotes or backquotes; `undefined` when its syntax is invalid. */
export function unquoteText(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  if (literal.startsWith('`')) return inner.replaceAll('\r', '');
  if (inner.includes('\n')) return undefined;
  return inner.includes('\\') ? unescapeText(inner) : inner;
}

/** strconv.UnquoteChar of a whole character constant such as `'x'`: the rune, or why it is malformed. */
export function unquoteCharacter(literal: string): { readonly rune: number } | { readonly error: string } {
  const character = readCharacter(literal, 1, "'");
  if (character === undefined) return { error: 'invalid syntax' };
  if (literal.slice(character.end) !== "'") return { error: `malformed character constant: ${literal}` };
  return { rune: character.value };
}

function unescapeText(inner: string): string | undefined {
  let text = '';
  let hasBytes = false;
  for (let index = 0; index < inner.length; ) {
    const character = readCharacter(inner, index, '"');
    if (character === undefined) return undefined;
    if (character.isByte && character.value >= 0x80) {
      text += String.fromCharCode(0xdc00 + character.value);
      hasBytes = true;
    } else text += String.fromCodePoint(character.value);
    index = character.end;
  }
  return hasBytes ? bytesToText(textToBytes(text)) : text;
}

function readCharacter(text: string, index: number, quote: string): LiteralCharacter | undefined {
  const first = text.codePointAt(index);
  if (first === undefined || text.charAt(index) === quote) return undefined;
  if (first !== 92) return { value: first, isByte: false, end: index + (first > 0xffff ? 2 : 1) };
  const letter = text.charAt(index + 1);
  const simple = SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) return { value: simple, isByte: false, end: index + 2 };
  if (letter === quote) return { value: quote.charCodeAt(0), isByte: false, end: index + 2 };
  if (letter === 'x') return numericEscape(text.slice(index + 2, index + 4), 16, { digits: 2, end: index + 4 });
  if (letter === 'u') return codePointEscape(text.slice(index + 2, index + 6), { digits: 4, end: index + 6 });
  if (letter === 'U') return codePointEscape(text.slice(index + 2, index + 10), { digits: 8, end: index + 10 });
  return numericEscape(text.slice(index + 1, index + 4), 8, { digits: 3, end: index + 4 });
}

function numericEscape(
  digits: string,
  base: 8 | 16,
  expected: { readonly digits: number; readonly end: number },
): LiteralCharacter | undefined {
  const pattern = base === 8 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/;
  if (digits.length !== expected.digits || !pattern.test(digits)) return undefined;
  const value = Number.parseInt(digits, base);
  return value > 255 ? undefined : { value, isByte: true, end: expected.end };
}

function codePointEscape(
  digits: string,
  expected: { readonly digits: number; readonly end: number },
): LiteralCharacter | undefined {
  if (digits.length !== expected.digits || !/^[0-9a-fA-F]+$/.test(digits)) return undefined;
  const value = Number.parseInt(digits, 16);
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return undefined;
  return { value, isByte: false, end: expected.end };
}
