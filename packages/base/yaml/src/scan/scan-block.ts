import { END, isBlank, isBreak, isBreakOrEnd, isDigit } from './characters.js';
import type { Cursor } from './cursor.js';
import type { Mark } from './problem.js';

/** What stands behind `|` or `>`. */
interface Header {
  readonly chomping: 'clip' | 'strip' | 'keep';
  /** Indentation asked for, relative to the block around; 0 for "as the first line". */
  readonly increment: number;
}

export interface BlockScalarOptions {
  /** Column of the block around the scalar, -1 for none. */
  readonly indent: number;
  readonly folded: boolean;
  /** Called after the header, before its comment. */
  readonly onHeader?: (start: Mark) => void;
}

/** Reads a literal or folded scalar from its indicator on. @returns its content. */
export function scanBlockScalar(cursor: Cursor, options: BlockScalarOptions): string {
  const start = cursor.mark();
  cursor.pos++;
  const header = readHeader(cursor, start);
  while (isBlank(cursor.code())) cursor.pos++;
  if (cursor.code() === 0x23) {
    options.onHeader?.(start);
    while (!isBreakOrEnd(cursor.code())) cursor.pos++;
  }
  if (!isBreakOrEnd(cursor.code())) throw cursor.problem('did not find expected comment or line break', start);
  if (isBreak(cursor.code())) cursor.skipBreak();
  return new BlockReader(cursor, options, start).read(header);
}

function readHeader(cursor: Cursor, start: Mark): Header {
  const chompingFirst = readChomping(cursor);
  const increment = readIncrement(cursor, start);
  return { chomping: chompingFirst ?? (increment > 0 ? readChomping(cursor) : undefined) ?? 'clip', increment };
}

function readChomping(cursor: Cursor): 'strip' | 'keep' | undefined {
  const code = cursor.code();
  if (code !== 0x2b && code !== 0x2d) return undefined;
  cursor.pos++;
  return code === 0x2b ? 'keep' : 'strip';
}

function readIncrement(cursor: Cursor, start: Mark): number {
  const code = cursor.code();
  if (!isDigit(code)) return 0;
  if (code === 0x30) throw cursor.problem('found an indentation indicator equal to 0', start);
  cursor.pos++;
  return code - 0x30;
}

/** Reads the lines of one block scalar. */
class BlockReader {
  #indent = 0;
  #breaks = '';

  constructor(
    readonly cursor: Cursor,
    readonly options: BlockScalarOptions,
    readonly start: Mark,
  ) {}

  read(header: Header): string {
    const { cursor } = this;
    if (header.increment > 0) this.#indent = Math.max(this.options.indent, 0) + header.increment;
    this.#skipBreaks();
    let value = '';
    let leadingBreak = '';
    let leadingBlank = false;
    while (cursor.column === this.#indent && cursor.code() !== END) {
      const blank = isBlank(cursor.code());
      if (this.options.folded && leadingBreak === '\n' && !leadingBlank && !blank)
        value += this.#breaks === '' ? ' ' : '';
      else value += leadingBreak;
      value += this.#breaks;
      this.#breaks = '';
      leadingBlank = blank;
      const from = cursor.pos;
      while (!isBreakOrEnd(cursor.code())) cursor.pos++;
      value += cursor.text.slice(from, cursor.pos);
      leadingBreak = cursor.code() === END ? '' : cursor.readBreak();
      this.#skipBreaks();
    }
    if (header.chomping !== 'strip') value += leadingBreak;
    if (header.chomping === 'keep') value += this.#breaks;
    return value;
  }

  /** Steps over indentation and empty lines; the first call finds the indentation out where the header did not say it. */
  #skipBreaks(): void {
    const { cursor } = this;
    let deepest = 0;
    for (;;) {
      while ((this.#indent === 0 || cursor.column < this.#indent) && cursor.code() === 0x20) cursor.pos++;
      deepest = Math.max(deepest, cursor.column);
      if ((this.#indent === 0 || cursor.column < this.#indent) && cursor.code() === 0x09)
        throw cursor.problem('found a tab character where an indentation space is expected', this.start);
      if (!isBreak(cursor.code())) break;
      this.#breaks += cursor.readBreak();
    }
    if (this.#indent === 0) this.#indent = Math.max(deepest, this.options.indent + 1, 1);
  }
}
