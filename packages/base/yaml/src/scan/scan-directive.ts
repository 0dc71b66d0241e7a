import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isDigit } from './characters.js';
import type { Cursor } from './cursor.js';
import type { Mark } from './problem.js';
import { scanTagHandle, scanTagUri, scanWord } from './scan-properties.js';
import type { Token } from './token.js';

/** Reads a `%YAML` or `%TAG` line. */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.mark();
  cursor.pos++;
  const name = scanWord(cursor);
  if (name === '') throw cursor.problem('could not find expected directive name', start);
  if (!isBlankOrEnd(cursor.code())) throw cursor.problem('found unexpected non-alphabetical character', start);
  const token = scanDirectiveValue(cursor, name, start);
  skipBlanks(cursor);
  if (cursor.code() === 0x23) while (!isBreakOrEnd(cursor.code())) cursor.pos++;
  if (!isBreakOrEnd(cursor.code())) throw cursor.problem('did not find expected comment or line break', start);
  if (isBreak(cursor.code())) cursor.skipBreak();
  return token;
}

function scanDirectiveValue(cursor: Cursor, name: string, start: Mark): Token {
  switch (name) {
    case 'YAML': {
      const value = scanVersion(cursor, start);
      return { kind: 'version-directive', start, value, suffix: '', style: 'plain' };
    }
    case 'TAG': {
      const { handle, prefix } = scanTagDirective(cursor, start);
      return { kind: 'tag-directive', start, value: handle, suffix: prefix, style: 'plain' };
    }
    default:
      throw cursor.problem('found unknown directive name', start);
  }
}

function scanVersion(cursor: Cursor, start: Mark): string {
  skipBlanks(cursor);
  const major = scanVersionNumber(cursor, start);
  if (cursor.code() !== 0x2e) throw cursor.problem("did not find expected digit or '.' character", start);
  cursor.pos++;
  return `${major}.${scanVersionNumber(cursor, start)}`;
}

function scanVersionNumber(cursor: Cursor, start: Mark): number {
  const from = cursor.pos;
  while (isDigit(cursor.code())) {
    if (cursor.pos - from === 2) throw cursor.problem('found extremely long version number', start);
    cursor.pos++;
  }
  if (cursor.pos === from) throw cursor.problem('did not find expected version number', start);
  return Number(cursor.text.slice(from, cursor.pos));
}

function scanTagDirective(cursor: Cursor, start: Mark): { readonly handle: string; readonly prefix: string } {
  skipBlanks(cursor);
  const handle = scanTagHandle(cursor, true, start);
  if (!isBlank(cursor.code())) throw cursor.problem('did not find expected whitespace', start);
  skipBlanks(cursor);
  const prefix = scanTagUri(cursor, '', start);
  if (!isBlankOrEnd(cursor.code())) throw cursor.problem('did not find expected whitespace or line break', start);
  return { handle, prefix };
}

function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.code())) cursor.pos++;
}
