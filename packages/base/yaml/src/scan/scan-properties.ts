import { isBlankOrEnd, isHexDigit, isWordCharacter } from './characters.js';
import type { Cursor } from './cursor.js';
import type { Mark } from './problem.js';

/** A tag in its two parts: `!!str` is handle `!!`, suffix `str`; a verbatim tag has no handle. */
export interface ScannedTag {
  readonly handle: string;
  readonly suffix: string;
}

const URI_CHARACTERS = ";/?:@&=+$,.!~*'()[]%";
const AFTER_ANCHOR = '?:,]}%@`';

/** Reads the name of an anchor or alias, indicator included. */
export function scanAnchorName(cursor: Cursor): string {
  const start = cursor.mark();
  cursor.pos++;
  const name = scanWord(cursor);
  const after = cursor.code();
  if (name === '' || !(isBlankOrEnd(after) || AFTER_ANCHOR.includes(String.fromCharCode(after))))
    throw cursor.problem('did not find expected alphabetic or numeric character', start);
  return name;
}

/** Reads a tag in any of its forms: `!<uri>`, `!suffix`, `!handle!suffix`, `!`. */
export function scanTag(cursor: Cursor): ScannedTag {
  const start = cursor.mark();
  const tag = cursor.code(1) === 0x3c ? scanVerbatimTag(cursor, start) : scanShorthandTag(cursor, start);
  if (!isBlankOrEnd(cursor.code())) throw cursor.problem('did not find expected whitespace or line break', start);
  return tag;
}

function scanVerbatimTag(cursor: Cursor, start: Mark): ScannedTag {
  cursor.pos += 2;
  const suffix = scanTagUri(cursor, '', start);
  if (cursor.code() !== 0x3e) throw cursor.problem("did not find the expected '>'", start);
  cursor.pos++;
  return { handle: '', suffix };
}

function scanShorthandTag(cursor: Cursor, start: Mark): ScannedTag {
  const handle = scanTagHandle(cursor, false, start);
  if (handle.length > 1 && handle.endsWith('!')) return { handle, suffix: scanTagUri(cursor, '', start) };
  const suffix = scanTagUri(cursor, handle, start);
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
}

/** Reads a tag handle. In a directive it must end in `!`. */
export function scanTagHandle(cursor: Cursor, inDirective: boolean, start: Mark): string {
  if (cursor.code() !== 0x21) throw cursor.problem("did not find expected '!'", start);
  const from = cursor.pos;
  cursor.pos++;
  scanWord(cursor);
  if (cursor.code() === 0x21) cursor.pos++;
  else if (inDirective && cursor.pos > from + 1) throw cursor.problem("did not find expected '!'", start);
  return cursor.text.slice(from, cursor.pos);
}

/** Reads the characters of a URI; `head` is what was already read as a handle and is none. */
export function scanTagUri(cursor: Cursor, head: string, start: Mark): string {
  let uri = head.slice(1);
  let found = head !== '';
  for (;;) {
    const code = cursor.code();
    if (!isWordCharacter(code) && !(code > 0x20 && URI_CHARACTERS.includes(String.fromCharCode(code)))) break;
    if (code === 0x25) uri += scanUriEscape(cursor, start);
    else {
      uri += String.fromCharCode(code);
      cursor.pos++;
    }
    found = true;
  }
  if (!found) throw cursor.problem('did not find expected tag URI', start);
  return uri;
}

/** Reads the `%XX` groups of one character. */
function scanUriEscape(cursor: Cursor, start: Mark): string {
  const octets = [scanOctet(cursor, start)];
  const width = utf8Width(octets[0] ?? 0);
  if (width === 0) throw cursor.problem('found an incorrect leading UTF-8 octet', start);
  while (octets.length < width) {
    const octet = scanOctet(cursor, start);
    if ((octet & 0xc0) !== 0x80) throw cursor.problem('found an incorrect trailing UTF-8 octet', start);
    octets.push(octet);
  }
  return new TextDecoder().decode(Uint8Array.from(octets));
}

function scanOctet(cursor: Cursor, start: Mark): number {
  if (cursor.code() !== 0x25 || !isHexDigit(cursor.code(1)) || !isHexDigit(cursor.code(2)))
    throw cursor.problem('did not find URI escaped octet', start);
  const octet = Number.parseInt(cursor.text.slice(cursor.pos + 1, cursor.pos + 3), 16);
  cursor.pos += 3;
  return octet;
}

function utf8Width(octet: number): number {
  if (octet < 0x80) return 1;
  if ((octet & 0xe0) === 0xc0) return 2;
  if ((octet & 0xf0) === 0xe0) return 3;
  return (octet & 0xf8) === 0xf0 ? 4 : 0;
}

/** Reads letters, digits, `_` and `-`. */
export function scanWord(cursor: Cursor): string {
  const from = cursor.pos;
  while (isWordCharacter(cursor.code())) cursor.pos++;
  return cursor.text.slice(from, cursor.pos);
}
