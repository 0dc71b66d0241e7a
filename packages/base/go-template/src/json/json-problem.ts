import { quoteText } from '../text/quote.js';

const END = 'unexpected end of JSON input';

/** Where the scanner stands. */
interface Scan {
  readonly text: string;
  index: number;
}

class JsonProblem extends Error {}

/** What encoding/json says of a malformed text; `undefined` when it is well-formed. */
export function jsonProblem(text: string): string | undefined {
  const scan: Scan = { text, index: 0 };
  try {
    value(scan);
    skipSpace(scan);
    if (scan.index < text.length) unexpected(scan, 'after top-level value');
    return undefined;
  } catch (error) {
    if (error instanceof JsonProblem) return error.message;
    throw error;
  }
}

function value(scan: Scan): void {
  skipSpace(scan);
  switch (peek(scan)) {
    case '{':
      return object(scan);
    case '[':
      return array(scan);
    case '"':
      return string(scan);
    case 't':
      return literal(scan, 'true');
    case 'f':
      return literal(scan, 'false');
    case 'n':
      return literal(scan, 'null');
    default:
      return number(scan);
  }
}

function object(scan: Scan): void {
  scan.index++;
  skipSpace(scan);
  if (peek(scan) === '}') {
    scan.index++;
    return;
  }
  for (;;) {
    skipSpace(scan);
    if (peek(scan) !== '"') unexpected(scan, 'looking for beginning of object key string');
    string(scan);
    skipSpace(scan);
    if (peek(scan) !== ':') unexpected(scan, 'after object key');
    scan.index++;
    value(scan);
    skipSpace(scan);
    const next = peek(scan);
    if (next !== ',' && next !== '}') unexpected(scan, 'after object key:value pair');
    scan.index++;
    if (next === '}') return;
  }
}

function array(scan: Scan): void {
  scan.index++;
  skipSpace(scan);
  if (peek(scan) === ']') {
    scan.index++;
    return;
  }
  for (;;) {
    value(scan);
    skipSpace(scan);
    const next = peek(scan);
    if (next !== ',' && next !== ']') unexpected(scan, 'after array element');
    scan.index++;
    if (next === ']') return;
  }
}

function string(scan: Scan): void {
  scan.index++;
  for (;;) {
    const character = peek(scan);
    if (character < ' ') unexpected(scan, 'in string literal');
    scan.index++;
    if (character === '"') return;
    if (character === '\\') escapeSequence(scan);
  }
}

function escapeSequence(scan: Scan): void {
  const character = peekWithin(scan);
  if (!'bfnrt\\/"u'.includes(character)) unexpected(scan, 'in string escape code');
  scan.index++;
  if (character !== 'u') return;
  for (let digit = 0; digit < 4; digit++) {
    if (!/[0-9a-fA-F]/.test(peekWithin(scan))) unexpected(scan, 'in \\u hexadecimal character escape');
    scan.index++;
  }
}

function literal(scan: Scan, word: string): void {
  for (let at = 0; at < word.length; at++) {
    const wanted = word.charAt(at);
    if (peekWithin(scan) !== wanted) unexpected(scan, `in literal ${word} (expecting ${quoteByte(wanted)})`);
    scan.index++;
  }
}

function number(scan: Scan): void {
  const negative = peek(scan) === '-';
  if (negative) scan.index++;
  const first = negative ? peekWithin(scan) : peek(scan);
  if (!isDigit(first)) unexpected(scan, negative ? 'in numeric literal' : 'looking for beginning of value');
  scan.index++;
  if (first !== '0') digits(scan);
  if (scan.text.charAt(scan.index) === '.') {
    scan.index++;
    if (!isDigit(peekWithin(scan))) unexpected(scan, 'after decimal point in numeric literal');
    digits(scan);
  }
  if (!/[eE]/.test(scan.text.charAt(scan.index))) return;
  scan.index++;
  if (/[+-]/.test(peekWithin(scan))) scan.index++;
  if (!isDigit(peekWithin(scan))) unexpected(scan, 'in exponent of numeric literal');
  digits(scan);
}

function digits(scan: Scan): void {
  while (isDigit(scan.text.charAt(scan.index))) scan.index++;
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function skipSpace(scan: Scan): void {
  while (/[ \t\r\n]/.test(scan.text.charAt(scan.index))) scan.index++;
}

/** The next character. @throws JsonProblem at the end of the text. */
function peek({ text, index }: Scan): string {
  if (index >= text.length) throw new JsonProblem(END);
  return text.charAt(index);
}

/** The next character within a word or number, which Go ends with a space when the text does. */
function peekWithin({ text, index }: Scan): string {
  return text.charAt(index) || ' ';
}

function unexpected(scan: Scan, where: string): never {
  throw new JsonProblem(`invalid character ${quoteByte(firstByte(scan))} ${where}`);
}

/** Go's scanner sees bytes: of a character beyond ASCII, the first byte as if it were a code point. */
function firstByte({ text, index }: Scan): string {
  const code = text.codePointAt(index) ?? 0x20;
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6));
  if (code >= 0xdc80 && code <= 0xdcff) return String.fromCharCode(code - 0xdc00);
  return String.fromCharCode(code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18));
}

function quoteByte(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return "'\"'";
  return `'${quoteText(character).slice(1, -1)}'`;
}
