import { matchingBlocks } from './matching-blocks.js';

const CONTEXT = 3;

/** Lines that stay, or that others take the place of; `before` and `after` are half-open ranges of line numbers from 0. */
interface Piece {
  readonly stays: boolean;
  readonly before: Range;
  readonly after: Range;
}

type Range = readonly [start: number, end: number];

/** The difference of two texts in the unified format, with three lines of context and without a heading. */
export function unifiedDifference(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return hunksOf(piecesOf(a, b))
    .map((hunk) => renderHunk(hunk, a, b))
    .join('');
}

function piecesOf(before: readonly string[], after: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let [a, b] = [0, 0];
  for (const block of [...matchingBlocks(before, after), { a: before.length, b: after.length, size: 0 }]) {
    if (a < block.a || b < block.b) pieces.push({ stays: false, before: [a, block.a], after: [b, block.b] });
    [a, b] = [block.a + block.size, block.b + block.size];
    if (block.size > 0) pieces.push({ stays: true, before: [block.a, a], after: [block.b, b] });
  }
  return pieces;
}

/** What stays is cut to the context of changes; a hunk ends where more lines stay than are shown of both its sides. */
function hunksOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const hunks: Piece[][] = [[]];
  for (const [index, piece] of pieces.entries()) {
    const isLong = piece.before[1] - piece.before[0] > 2 * CONTEXT;
    const [isFirst, isLast] = [index === 0, index === pieces.length - 1];
    if (!piece.stays || (!isLong && !isFirst && !isLast)) hunks.at(-1)?.push(piece);
    else if (isFirst) hunks.at(-1)?.push(lastOf(piece));
    else {
      hunks.at(-1)?.push(firstOf(piece));
      if (!isLast) hunks.push([lastOf(piece)]);
    }
  }
  return hunks.filter((hunk) => hunk.some(({ stays }) => !stays));
}

function firstOf({ stays, before: [a, aEnd], after: [b, bEnd] }: Piece): Piece {
  return { stays, before: [a, Math.min(aEnd, a + CONTEXT)], after: [b, Math.min(bEnd, b + CONTEXT)] };
}

function lastOf({ stays, before: [a, aEnd], after: [b, bEnd] }: Piece): Piece {
  return { stays, before: [Math.max(a, aEnd - CONTEXT), aEnd], after: [Math.max(b, bEnd - CONTEXT), bEnd] };
}

function renderHunk(hunk: readonly Piece[], before: readonly string[], after: readonly string[]): string {
  const whole = (side: 'before' | 'after'): Range => [hunk[0]?.[side][0] ?? 0, hunk.at(-1)?.[side][1] ?? 0];
  const lines = hunk.flatMap((piece) =>
    piece.stays
      ? signed(' ', before.slice(...piece.before))
      : [...signed('-', before.slice(...piece.before)), ...signed('+', after.slice(...piece.after))],
  );
  return `@@ -${renderRange(whole('before'))} +${renderRange(whole('after'))} @@\n${lines.join('')}`;
}

function signed(sign: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${sign}${line}\n`);
}

/** Ranges without lines begin at the line before. */
function renderRange([start, end]: Range): string {
  const length = end - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}
