import { LiteralError } from './literal.js';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['`', '`'],
  ['?', '?'],
]);
const ESCAPE = /\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/gs;

/** What a string literal stands for. @throws LiteralError */
export function unescapeString(literal: string): string {
  const { raw, text } = unquote(literal);
  if (raw) return text;
  return text.replace(ESCAPE, (_all, hex, short, long, octal, simple) => {
    if (simple !== undefined) return ESCAPES.get(simple) ?? '';
    const code = octal === undefined ? Number.parseInt(hex ?? short ?? long, 16) : Number.parseInt(octal, 8);
    return characterOf(code);
  });
}

function characterOf(code: number): string {
  const valid = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  if (!valid) throw new LiteralError('invalid unicode code point');
  return String.fromCodePoint(code);
}

/** What a bytes literal, without its `b`, stands for: hexadecimal and octal escapes are bytes. @throws LiteralError */
export function unescapeBytes(literal: string): Uint8Array {
  const { raw, text } = unquote(literal);
  const encoder = new TextEncoder();
  if (raw) return encoder.encode(text);
  const bytes: number[] = [];
  const append = (part: string): void => {
    for (const byte of encoder.encode(part)) bytes.push(byte);
  };
  let end = 0;
  for (const match of text.matchAll(ESCAPE)) {
    append(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, hex, short, long, octal, simple] = match;
    if (short !== undefined || long !== undefined) throw new LiteralError('unable to unescape string');
    if (simple !== undefined) append(ESCAPES.get(simple) ?? '');
    else bytes.push(octal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(octal, 8));
  }
  append(text.slice(end));
  return Uint8Array.from(bytes);
}

/** The text between the quotes; all ends of lines become `\n`. */
function unquote(literal: string): { raw: boolean; text: string } {
  const normal = literal.replace(/\r\n?/g, '\n');
  const raw = normal.startsWith('r') || normal.startsWith('R');
  const quoted = raw ? normal.slice(1) : normal;
  const quotes = quoted.length >= 6 && /^("""|''')/.test(quoted) ? 3 : 1;
  return { raw, text: quoted.slice(quotes, -quotes) };
}
