import { quoteText } from '@gotk/go-template';
import { isBreak, type TomlCursor } from './toml-cursor.js';

/** Reads the rest of a quoted text whose first quote was read. @throws TomlProblem */
export function readText(cursor: TomlCursor, quote: string): string {
  return quote === "'" ? readRawText(cursor) : readEscapedText(cursor);
}

function readRawText(cursor: TomlCursor): string {
  const start = cursor.position;
  for (;;) {
    const character = cursor.next();
    if (character === '') cursor.fail(`unexpected EOF; expected "'"`);
    if (isBreak(character)) cursor.failBeforeBreak('strings cannot contain newlines');
    if (character === "'") return cursor.text.slice(start, cursor.position - 1);
  }
}

function readEscapedText(cursor: TomlCursor): string {
  let text = '';
  for (;;) {
    const character = cursor.next();
    if (character === '') cursor.fail(`unexpected EOF; expected '"'`);
    if (isBreak(character)) cursor.failBeforeBreak('strings cannot contain newlines');
    if (character === '"') return text;
    text += character === '\\' ? readEscape(cursor) : character;
  }
}

/** Reads the rest of a text of several lines whose first three quotes were read. @throws TomlProblem */
export function readLongText(cursor: TomlCursor, quote: string): string {
  const isRaw = quote === "'";
  let text = '';
  for (;;) {
    const character = cursor.next();
    if (character === '') cursor.fail(`unexpected EOF; expected ${isRaw ? `"'''"` : `'"""'`}`);
    if (character === quote && cursor.text.startsWith(quote + quote, cursor.position)) {
      const further = skipQuotes(cursor, quote);
      return withoutFirstBreak(text) + further;
    }
    text += character === '\\' && !isRaw ? readLongEscape(cursor) : character;
  }
}

/** Takes the quotes that end a text: up to two more than three belong to the text. */
function skipQuotes(cursor: TomlCursor, quote: string): string {
  cursor.next();
  cursor.next();
  let further = '';
  while (cursor.accept(quote)) further += quote;
  if (further.length > 2) {
    const six = quote.repeat(6);
    cursor.fail(`unexpected ${quote === "'" ? `"${six}"` : `'${six}'`}`);
  }
  return further;
}

function withoutFirstBreak(text: string): string {
  return text.replace(/^\r?\n/, '');
}

/** A backslash at the end of a line takes the line break and all white space after it. */
function readLongEscape(cursor: TomlCursor): string {
  const broken = /^[ \t\r]*\n[ \t\r\n]*/.exec(cursor.text.slice(cursor.position, cursor.position + 4096));
  if (broken === null) return readEscape(cursor);
  cursor.takeWhile((character) => ' \t\r\n'.includes(character));
  return '';
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\x1b',
  '"': '"',
  '\\': '\\',
};

const HEX_ESCAPES: Readonly<Record<string, { readonly digits: number; readonly count: string }>> = {
  x: { digits: 2, count: 'two' },
  u: { digits: 4, count: 'four' },
  U: { digits: 8, count: 'eight' },
};

function readEscape(cursor: TomlCursor): string {
  const start = cursor.position - 1;
  const character = cursor.next();
  const simple = SIMPLE_ESCAPES[character];
  if (simple !== undefined) return simple;
  const hex = HEX_ESCAPES[character];
  if (character === ' ' || character === '\t') cursor.fail(`invalid escape: '\\${character}'`);
  if (hex === undefined) cursor.fail(`invalid escape in string '\\${character === '' ? '\0' : character}'`);
  let code = '';
  for (let index = 0; index < hex.digits; index++) {
    const digit = cursor.next();
    code += digit;
    if (!/^[0-9a-fA-F]$/.test(digit)) {
      const read = cursor.text.slice(start, cursor.position);
      cursor.fail(
        `expected ${hex.count} hexadecimal digits after '\\${character}', but got ${quoteText(read)} instead`,
      );
    }
  }
  return characterOf(cursor, code);
}

function characterOf(cursor: TomlCursor, code: string): string {
  const codePoint = Number.parseInt(code, 16);
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
    cursor.fail(`Escaped character '\\u${code}' is not valid UTF-8.`);
  }
  return String.fromCodePoint(codePoint);
}
