import { END, isBlank, isBlankOrEnd, isBreak, isHexDigit } from './characters.js';
import type { Cursor } from './cursor.js';
import { FoldedText } from './folded-text.js';
import type { Mark } from './problem.js';

const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a quoted scalar from its opening to its closing quote. @returns its content. */
export function scanQuotedScalar(cursor: Cursor): string {
  const start = cursor.mark();
  const quote = cursor.code();
  const folded = new FoldedText();
  cursor.pos++;
  for (;;) {
    if (cursor.atDocumentIndicator()) throw cursor.problem('found unexpected document indicator', start);
    if (cursor.code() === END) throw cursor.problem('found unexpected end of stream', start);
    readWord(cursor, quote, folded, start);
    if (cursor.code() === quote) break;
    skipBlanks(cursor, folded);
    folded.settle();
  }
  cursor.pos++;
  return folded.value;
}

/** Reads up to the next blank, line break, closing quote or end. */
function readWord(cursor: Cursor, quote: number, folded: FoldedText, start: Mark): void {
  let from = cursor.pos;
  const flush = (): void => {
    if (cursor.pos > from) folded.value += cursor.text.slice(from, cursor.pos);
  };
  for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
    if (code === quote) {
      flush();
      if (quote !== QUOTE || cursor.code(1) !== QUOTE) return;
      folded.value += "'";
      cursor.pos += 2;
      from = cursor.pos;
    } else if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
      flush();
      if (isBreak(cursor.code(1))) {
        cursor.pos++;
        cursor.skipBreak();
        folded.joinLine();
        return;
      }
      folded.value += readEscape(cursor, start);
      from = cursor.pos;
    } else cursor.pos++;
  }
  flush();
}

function readEscape(cursor: Cursor, start: Mark): string {
  const letter = cursor.text.charAt(cursor.pos + 1);
  const length = Object.hasOwn(HEX_ESCAPES, letter) ? HEX_ESCAPES[letter] : undefined;
  if (length !== undefined) return readHexEscape(cursor, length, start);
  const text = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (text === undefined) throw cursor.problem('found unknown escape character', start);
  cursor.pos += 2;
  return text;
}

function readHexEscape(cursor: Cursor, length: number, start: Mark): string {
  cursor.pos += 2;
  for (let offset = 0; offset < length; offset++) {
    if (!isHexDigit(cursor.code(offset))) throw cursor.problem('did not find expected hexdecimal number', start);
  }
  const value = Number.parseInt(cursor.text.slice(cursor.pos, cursor.pos + length), 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff)
    throw cursor.problem('found invalid Unicode character escape code', start);
  cursor.pos += length;
  return String.fromCodePoint(value);
}

function skipBlanks(cursor: Cursor, folded: FoldedText): void {
  for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
    if (isBreak(code)) folded.breakLine(cursor.readBreak());
    else {
      folded.blank(code);
      cursor.pos++;
    }
  }
}
