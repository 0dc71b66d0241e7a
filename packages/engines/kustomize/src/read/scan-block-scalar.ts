import { scalarNode, style, tag, type YamlNode } from '../node/yaml-node.js';
import { type LineCursor, NotSimple } from './line-cursor.js';

const SPACE = 0x20;
const NEWLINE = 0x0a;
const TAB = 0x09;

type Chomping = 'clip' | 'keep' | 'strip';

/**
 * Reads a literal block (`|`), which begins behind the cursor, and goes to the line after it.
 * @param column of the collection that holds it.
 */
export function scanBlockScalar(cursor: LineCursor, column: number): YamlNode {
  cursor.pos++;
  const chomping = readChomping(cursor);
  if (cursor.skipToContent()) throw new NotSimple();
  const { text } = cursor;
  const header = text.indexOf('\n', cursor.pos);
  if (header === -1) throw new NotSimple();
  const start = header + 1;
  const indent = findIndent(text, start, column);
  const { value, end } = readLines(text, start, indent);
  cursor.resumeAt(end);
  cursor.nextLine();
  if (!cursor.atEnd && cursor.column > column) throw new NotSimple();
  return scalarNode(chomp(value, chomping), tag.string, style.literal);
}

function readChomping(cursor: LineCursor): Chomping {
  const code = cursor.code();
  if (code === 0x2b || code === 0x2d) cursor.pos++;
  return code === 0x2b ? 'keep' : code === 0x2d ? 'strip' : 'clip';
}

/** The indent of the first line that has content; blank lines before it must not be deeper. */
function findIndent(text: string, start: number, column: number): number {
  let deepest = 0;
  for (let line = start; ; ) {
    let pos = line;
    while (text.charCodeAt(pos) === SPACE) pos++;
    const code = text.charCodeAt(pos);
    if (code === TAB || Number.isNaN(code)) throw new NotSimple();
    const indent = pos - line;
    if (code !== NEWLINE) {
      if (indent <= column || indent < deepest) throw new NotSimple();
      return indent;
    }
    deepest = Math.max(deepest, indent);
    line = pos + 1;
  }
}

/** The lines of the block without their indent, blank ones at the end included, and where the line after it begins. */
function readLines(text: string, start: number, indent: number): { readonly value: string; readonly end: number } {
  let value = '';
  let line = start;
  while (line < text.length) {
    let pos = line;
    const contentStart = line + indent;
    while (pos < contentStart && text.charCodeAt(pos) === SPACE) pos++;
    const code = text.charCodeAt(pos);
    if (pos < contentStart) {
      if (code === TAB || Number.isNaN(code)) throw new NotSimple();
      if (code !== NEWLINE) break;
      value += '\n';
      line = pos + 1;
      continue;
    }
    const end = text.indexOf('\n', pos);
    if (end === -1) return { value: value + text.slice(pos), end: text.length };
    value += text.slice(pos, end + 1);
    line = end + 1;
  }
  return { value, end: line };
}

function chomp(value: string, chomping: Chomping): string {
  if (chomping === 'keep') return value;
  let end = value.length;
  while (value.charCodeAt(end - 1) === NEWLINE) end--;
  if (chomping === 'strip' || end === value.length) return value.slice(0, end);
  return value.slice(0, end + 1);
}
