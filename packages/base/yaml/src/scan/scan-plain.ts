import { isBlank, isBlankOrEnd, isBreak } from './characters.js';
import type { Cursor } from './cursor.js';
import { FoldedText } from './folded-text.js';
import type { Mark } from './problem.js';

/**
 * Reads an unquoted scalar. `indent` is the column of the block around it, -1 for none.
 * Afterwards the cursor stands behind the blanks and line breaks that follow the scalar.
 */
export function scanPlainScalar(cursor: Cursor, indent: number, inFlow: boolean): FoldedText {
  const start = cursor.mark();
  const folded = new FoldedText();
  while (!cursor.atDocumentIndicator() && cursor.code() !== 0x23) {
    const line = scanLine(cursor, inFlow);
    if (line !== '') folded.append(line);
    if (!isBlank(cursor.code()) && !isBreak(cursor.code())) break;
    skipBlanks(cursor, folded, start, indent + 1);
    if (!inFlow && cursor.column < indent + 1) break;
  }
  return folded;
}

/** Reads the words of a line with the blanks between them, up to what ends the scalar or the line. */
function scanLine(cursor: Cursor, inFlow: boolean): string {
  const { text } = cursor;
  const from = cursor.pos;
  let end = from;
  for (let pos = from; ; pos++) {
    const code = text.charCodeAt(pos);
    if (isBlank(code)) continue;
    if (isBlankOrEnd(code) || (code === 0x23 && pos > end) || endsScalar(text, pos, code, inFlow)) break;
    end = pos + 1;
  }
  cursor.pos = end;
  return text.slice(from, end);
}

function endsScalar(text: string, pos: number, code: number, inFlow: boolean): boolean {
  if (code === 0x3a) return isBlankOrEnd(text.charCodeAt(pos + 1));
  if (!inFlow) return false;
  return code === 0x2c || code === 0x3f || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

function skipBlanks(cursor: Cursor, folded: FoldedText, start: Mark, minimum: number): void {
  for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
    if (isBreak(code)) folded.breakLine(cursor.readBreak());
    else if (folded.crossedBreak && code === 0x09 && cursor.column < minimum)
      throw cursor.problem('found a tab character that violates indentation', start);
    else {
      folded.blank(code);
      cursor.pos++;
    }
  }
}
