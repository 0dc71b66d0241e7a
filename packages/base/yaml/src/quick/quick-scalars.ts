import type { JsonValue } from '@gotk/json';
import { readQuickBlock } from './quick-block.js';
import { readQuickFlow } from './quick-flow.js';
import type { QuickLines } from './quick-lines.js';
import { NEEDS_WHOLE_PARSER, quickPlain, startsPlain } from './quick-scalar.js';

const BLOCK_HEADER = /^([+-]?) *(?: #.*)?$/;
const DOUBLE_QUOTED = /"(?:[^"\\]|\\["\\nt \n])*"/y;
const ESCAPES: Readonly<Record<string, string>> = { '\\"': '"', '\\\\': '\\', '\\n': '\n', '\\t': '\t', '\\ ': ' ' };
/** Before the break stands an odd number of backslashes. */
const ENDS_IN_ESCAPE = /(?<!\\)(?:\\\\)*\\$/;
const MARKER_IN_TEXT = /\n(?:---|\.\.\.)/;

/** Reads the scalars and flow collections of lines, and goes on to the line behind them. */
export class QuickScalars {
  readonly #lines: QuickLines;
  readonly #unique: boolean;

  constructor(lines: QuickLines, unique: boolean) {
    this.#lines = lines;
    this.#unique = unique;
  }

  /** The value that begins here; `column` is that of the block around it. */
  read(at: number, column: number): JsonValue {
    const lines = this.#lines;
    const value = this.#valueAt(at, column);
    // Deeper lines would go on with the scalar, or be an error.
    if (lines.column > column) throw NEEDS_WHOLE_PARSER;
    return value;
  }

  #valueAt(at: number, column: number): JsonValue {
    const { text } = this.#lines;
    switch (text.charCodeAt(at)) {
      case 0x22:
        return this.#doubleQuoted(at);
      case 0x27:
        return this.#singleQuoted(at);
      case 0x7c:
        return this.#block(at, column, false);
      case 0x3e:
        return this.#block(at, column, true);
      case 0x5b:
      case 0x7b: {
        const { value, end } = readQuickFlow(text.slice(at, this.#lines.end), this.#unique);
        this.#finishLine(at + end);
        return value;
      }
      default:
        return this.#plain(at, column);
    }
  }

  #plain(at: number, column: number): JsonValue {
    const lines = this.#lines;
    if (!startsPlain(lines.text, at, lines.end)) throw NEEDS_WHOLE_PARSER;
    let line = this.#plainLine(at);
    let value = line;
    for (let from = at; !this.#hasMore(from + line.length); ) {
      const next = this.#continuation(column);
      if (next.breaks === 0) break;
      from = next.from;
      lines.extend(from);
      line = this.#plainLine(from);
      value += folded(next.breaks) + line;
    }
    lines.next();
    return quickPlain(value);
  }

  /** The words of an unquoted scalar in the current line. */
  #plainLine(at: number): string {
    const lines = this.#lines;
    const rest = lines.slice(at, lines.end);
    const comment = rest.indexOf(' #');
    const words = withoutTrailingSpaces(comment === -1 ? rest : rest.slice(0, comment));
    if (words.endsWith(':') || words.includes(': ')) throw NEEDS_WHOLE_PARSER;
    return words;
  }

  /** Whether the current line goes on: with a comment, when it is asked behind an unquoted scalar. */
  #hasMore(from: number): boolean {
    const { text, end } = this.#lines;
    let at = from;
    while (text.charCodeAt(at) === 0x20) at++;
    return at < end;
  }

  /** Where an unquoted scalar goes on below the current line, and behind how many line breaks; none when it does not. */
  #continuation(column: number): { readonly breaks: number; readonly from: number } {
    const { text, end } = this.#lines;
    let breaks = 1;
    for (let start = end + 1; start < text.length; breaks++) {
      let from = start;
      while (text.charCodeAt(from) === 0x20) from++;
      const code = text.charCodeAt(from);
      if (code === 0x0a) start = from + 1;
      else if (code === 0x23 || from - start <= column || from === text.length) break;
      else return { breaks, from };
    }
    return { breaks: 0, from: end };
  }

  #doubleQuoted(at: number): string {
    DOUBLE_QUOTED.lastIndex = at;
    const match = DOUBLE_QUOTED.exec(this.#lines.text)?.[0];
    if (match === undefined) throw NEEDS_WHOLE_PARSER;
    const value = this.#quoted(at + 1, at + match.length - 1);
    const text = value.includes('\n') ? foldLines(value, true) : value;
    return text.includes('\\') ? text.replace(/\\./g, (match) => ESCAPES[match] ?? '') : text;
  }

  #singleQuoted(at: number): string {
    const { text } = this.#lines;
    let close = text.indexOf("'", at + 1);
    let hasQuotes = false;
    while (close !== -1 && text.charCodeAt(close + 1) === 0x27) {
      hasQuotes = true;
      close = text.indexOf("'", close + 2);
    }
    if (close === -1) throw NEEDS_WHOLE_PARSER;
    const raw = this.#quoted(at + 1, close);
    const value = raw.includes('\n') ? foldLines(raw, false) : raw;
    return hasQuotes ? value.replaceAll("''", "'") : value;
  }

  /** What stands between quotes; goes on behind them. */
  #quoted(from: number, to: number): string {
    const lines = this.#lines;
    lines.extend(to);
    const raw = lines.slice(from, lines.end);
    if (raw.includes('\n') && MARKER_IN_TEXT.test(raw)) throw NEEDS_WHOLE_PARSER;
    this.#finishLine(to + 1);
    return raw.slice(0, to - from);
  }

  /** Makes sure that nothing but a comment follows. */
  #finishLine(from: number): void {
    if (this.#lines.contentFrom(from) !== -1) throw NEEDS_WHOLE_PARSER;
    this.#lines.next();
  }

  #block(at: number, column: number, isFolded: boolean): string {
    const lines = this.#lines;
    const header = BLOCK_HEADER.exec(lines.text.slice(at + 1, lines.end));
    if (header === null) throw NEEDS_WHOLE_PARSER;
    const { value, end } = readQuickBlock(lines.text, {
      from: lines.end + 1,
      outerColumn: column,
      isFolded,
      chomping: header[1] ?? '',
    });
    lines.goTo(end);
    return value;
  }
}

function withoutTrailingSpaces(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x20) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** Line breaks inside a scalar: one is a blank, more are one less. */
function folded(breaks: number): string {
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
}

/** The lines of a quoted text as one; where there are escapes, a backslash at the end of a line swallows the break. */
function foldLines(text: string, hasEscapes: boolean): string {
  const lines = text.split('\n');
  let value = '';
  let breaks = 0;
  for (const [index, line] of lines.entries()) {
    const isLast = index === lines.length - 1;
    const begun = index === 0 ? line : withoutLeadingSpaces(line);
    const words = isLast ? begun : withoutTrailingSpaces(begun);
    const swallows = hasEscapes && !isLast && ENDS_IN_ESCAPE.test(words);
    // What becomes of blanks and empty lines beside such a break is for the whole parser.
    if (swallows && (words.length < begun.length || lines[index + 1]?.trim() === '')) throw NEEDS_WHOLE_PARSER;
    if (index > 0 && (words !== '' || isLast)) {
      value += breaks === 0 ? '' : folded(breaks);
      breaks = 0;
    }
    value += swallows ? words.slice(0, -1) : words;
    if (!swallows) breaks++;
  }
  return value;
}

function withoutLeadingSpaces(text: string): string {
  let start = 0;
  while (text.charCodeAt(start) === 0x20) start++;
  return start === 0 ? text : text.slice(start);
}
