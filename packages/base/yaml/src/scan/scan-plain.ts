import { isBlank, isBlankOrEnd, isBreak } from './characters.js';
import type { Cursor } from './cursor.js';
import { FoldedText } from './folded-text.js';
import type { Mark } from './problem.js';

/** An unquoted scalar as it was read. */
export interface PlainScalar {
  readonly value: string;
  readonly end: Mark;
  /** Whether the reading stopped on a line after the scalar's last. */
  readonly crossedBreak: boolean;
}

/** Reads an unquoted scalar. `indent` is the column of the block around it, -1 for none. */
export function scanPlainScalar(cursor: Cursor, indent: number, inFlow: boolean): PlainScalar {
  const start = cursor.mark();
  const folded = new FoldedText();
  let end = start;
  for (;;) {
    if (cursor.atDocumentIndicator() || cursor.code() === 0x23) break;
    const from = cursor.pos;
    while (!endsRun(cursor, inFlow)) cursor.pos++;
    if (cursor.pos > from) {
      folded.append(cursor.text.slice(from, cursor.pos));
      end = cursor.mark();
    }
    if (!isBlank(cursor.code()) && !isBreak(cursor.code())) break;
    skipBlanks(cursor, folded, start, indent + 1);
    if (!inFlow && cursor.column < indent + 1) break;
  }
  return { value: folded.value, end, crossedBreak: folded.crossedBreak };
}

function endsRun(cursor: Cursor, inFlow: boolean): boolean {
  const code = cursor.code();
  if (isBlankOrEnd(code)) return true;
  if (code === 0x3a) return isBlankOrEnd(cursor.code(1));
  if (!inFlow) return false;
  return code === 0x2c || code === 0x3f || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

function skipBlanks(cursor: Cursor, folded: FoldedText, start: Mark, minimum: number): void {
  for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
    if (isBreak(code)) {
      folded.breakLine(cursor.readBreak());
      continue;
    }
    if (folded.crossedBreak && code === 0x09 && cursor.column < minimum)
      throw cursor.problem('found a tab character that violates indentation', start);
    folded.blank(code);
    cursor.pos++;
  }
}
