import { END, isBlank, isBreak, isBreakOrEnd } from './characters.js';
import type { Cursor } from './cursor.js';
import type { Mark } from './problem.js';
import type { Token } from './token.js';

/** A comment and the token it belongs to. */
export interface Comment {
  kind: 'head' | 'line' | 'foot';
  readonly text: string;
  /** Where the run of blanks and comments began that holds it. */
  readonly scanMark: Mark;
  /** It goes to the first token that begins here or later. */
  tokenMark: Mark;
  /** Where its text begins; the column is 1-based, 0 for an unset mark. */
  readonly start: Mark;
  readonly end: Mark;
}

/** What the scanner knows when it meets a comment. */
export interface CommentContext {
  readonly tokens: readonly Token[];
  readonly indent: number;
  readonly inFlow: boolean;
}

const NOWHERE: Mark = { index: 0, line: 0, column: 0 };

/** How far go-yaml looks for a comment. */
const LOOKAHEAD = 512;

/**
 * Collects comments as go-yaml v3 does: before a node (head), behind it on its line (line), or after it (foot).
 * Which of them a comment becomes hangs on indentation and on empty lines around it.
 */
export class CommentScanner {
  readonly comments: Comment[] = [];
  #head = 0;

  constructor(readonly cursor: Cursor) {}

  /** Hands out the next comment that belongs to `token` or to one before it. */
  take(token: Token): Comment | undefined {
    const comment = this.comments[this.#head];
    if (comment === undefined || token.start.index < comment.tokenMark.index) return undefined;
    if (comment.kind === 'head' && token.kind === 'block-end') return undefined;
    this.#head++;
    return comment;
  }

  /** Reads a comment behind a token, on its line. */
  scanLineComment(tokenMark: Mark): void {
    const { cursor } = this;
    if (newlinesBefore(cursor) > 0) return;
    let peek = 0;
    while (peek < LOOKAHEAD && isBlank(cursor.code(peek))) peek++;
    if (peek === LOOKAHEAD || cursor.code(peek) !== 0x23) return;
    cursor.pos += peek;
    const start = cursor.mark();
    const text = readLine(cursor);
    this.comments.push({ kind: 'line', text, scanMark: NOWHERE, tokenMark, start, end: NOWHERE });
  }

  /** Turns the comment behind a list's first `-` into the head comment of the item. */
  promoteEntryComment({ tokens }: CommentContext): void {
    const comment = this.comments.at(-1);
    if (comment?.kind !== 'line' || this.comments.length <= this.#head) return;
    if (tokens.at(-2)?.kind !== 'block-sequence-start' || tokens.at(-1)?.kind !== 'block-entry') return;
    if (isBreak(this.cursor.code())) return;
    comment.kind = 'head';
    if (comment.start.line === this.cursor.line - 1) comment.tokenMark = this.cursor.mark();
  }

  /** Reads the comment lines at the position, and the empty lines between them. */
  scanComments(context: CommentContext, scanMark: Mark): void {
    new CommentRun(this.cursor, context, scanMark, this.comments).read();
  }

  /**
   * Where a block that ends here is to be taken as ended: before the comments that follow it at its own indentation,
   * so that they become its foot.
   */
  blockEnd(indent: number, from: Mark): Mark {
    let found = from;
    let stopIndex = from.index;
    for (let index = this.comments.length - 1; index >= this.#head; index--) {
      const comment = this.comments[index];
      if (comment === undefined || comment.end.index < stopIndex) break;
      if (comment.start.column === indent + 1) found = comment.start;
      stopIndex = comment.scanMark.index;
    }
    return found;
  }
}

/** One run of comment lines, empty lines and blanks. */
class CommentRun {
  #text = '';
  #start = NOWHERE;
  #tokenMark: Mark;
  #line: number;
  #column: number;
  #firstEmpty: boolean;
  #recentEmpty = false;
  readonly #footLine: number;
  readonly #afterValue: boolean;

  constructor(
    readonly cursor: Cursor,
    readonly context: CommentContext,
    private scanMark: Mark,
    readonly comments: Comment[],
  ) {
    const newlines = newlinesBefore(cursor);
    const token = tokenBefore(context.tokens);
    this.#tokenMark = token?.start ?? NOWHERE;
    this.#afterValue = token?.kind === 'value';
    this.#line = cursor.line;
    this.#column = cursor.column;
    this.#firstEmpty = newlines <= 1;
    this.#footLine = footLine(cursor, newlines, scanMark);
  }

  read(): void {
    const { cursor } = this;
    const minimum = Math.max(this.context.indent, 0);
    let peek = 0;
    for (; peek < LOOKAHEAD; peek++) {
      this.#column++;
      const code = cursor.code(peek);
      if (isBlank(code)) continue;
      const closesFlow = this.context.inFlow && (code === 0x5d || code === 0x7d);
      if (closesFlow || isBreakOrEnd(code)) {
        this.#endLine(peek, closesFlow, minimum);
        if (!isBreak(code)) break;
        this.#firstEmpty = false;
        this.#recentEmpty = true;
        this.#column = 0;
        this.#line++;
        continue;
      }
      if (this.#text !== '' && this.#column - 1 < minimum && this.#column !== this.#start.column) this.#pushFoot(peek);
      if (code !== 0x23) break;
      if (this.#text === '') this.#start = this.#at(peek);
      else this.#text += '\n';
      this.#recentEmpty = false;
      cursor.pos = this.#skipTo(cursor.pos + peek);
      this.#text += readLine(cursor);
      peek = 0;
      this.#column = 0;
      this.#line = cursor.line;
    }
    if (this.#text !== '') this.#push('head', this.#start, this.#at(peek - 1));
  }

  /** A line ended without a comment, or the text or the flow collection did. */
  #endLine(peek: number, closesFlow: boolean, minimum: number): void {
    if (this.#recentEmpty && !closesFlow) return;
    const dedented = this.#start.column - 1 < minimum;
    const isFoot = this.#firstEmpty && ((this.#start.line === this.#footLine && !this.#afterValue) || dedented);
    if (!closesFlow && !isFoot) {
      if (this.#text !== '' && this.cursor.code(peek) !== END) this.#text += '\n';
      return;
    }
    if (this.#text === '') return;
    if (dedented) this.#tokenMark = this.#start;
    this.#pushFoot(peek);
  }

  #pushFoot(peek: number): void {
    const end = this.#at(peek);
    this.#push('foot', this.#tokenMark, end);
    this.scanMark = end;
    this.#tokenMark = end;
    this.#text = '';
  }

  #push(kind: 'head' | 'foot', tokenMark: Mark, end: Mark): void {
    this.comments.push({ kind, text: this.#text, scanMark: this.scanMark, tokenMark, start: this.#start, end });
  }

  #at(peek: number): Mark {
    return { index: this.cursor.pos + peek, line: this.#line, column: this.#column };
  }

  /** Moves the cursor to `index`, over the line breaks before it. */
  #skipTo(index: number): number {
    const { cursor } = this;
    while (cursor.pos < index) {
      if (isBreak(cursor.code())) cursor.skipBreak();
      else cursor.pos++;
    }
    return cursor.pos;
  }
}

function tokenBefore(tokens: readonly Token[]): Token | undefined {
  const last = tokens.at(-1);
  return last?.kind === 'flow-entry' && tokens.length > 1 ? tokens.at(-2) : last;
}

/** The line on which a comment must begin to be the foot of what stands before it. */
function footLine(cursor: Cursor, newlines: number, scanMark: Mark): number {
  if (scanMark.line === 0) return -1;
  const line = cursor.line - newlines + 1;
  return newlines === 0 && cursor.column > 1 ? line + 1 : line;
}

function readLine(cursor: Cursor): string {
  const from = cursor.pos;
  while (!isBreakOrEnd(cursor.code())) cursor.pos++;
  return cursor.text.slice(from, cursor.pos);
}

/** How many line breaks stand between the last character that is not blank and the position. */
function newlinesBefore(cursor: Cursor): number {
  let count = 0;
  for (let index = cursor.pos - 1; index >= 0; index--) {
    const code = cursor.text.charCodeAt(index);
    if (isBreak(code)) {
      if (code === 0x0a && cursor.text.charCodeAt(index - 1) === 0x0d) index--;
      count++;
    } else if (!isBlank(code)) break;
  }
  return count;
}
