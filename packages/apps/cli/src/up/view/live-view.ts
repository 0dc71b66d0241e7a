import { stripVTControlCharacters } from 'node:util';
import type { Paint } from './paint.js';
import type { ProgressPicture, ProgressView } from './progress-view.js';
import { renderTreeLines } from './render-tree-lines.js';

export interface LiveViewOptions {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly rows: () => number;
  readonly paint: Paint;
}

const ERASE_LINE = '\u001b[2K';

/** A tree that is drawn anew in its place on a terminal. */
export function createLiveView({ write, columns, rows, paint }: LiveViewOptions): ProgressView {
  let drawn: readonly string[] = [];
  let last: ProgressPicture | undefined;
  const erase = (): string => {
    const up = rowsOf(drawn, columns());
    return up === 0 ? '' : `\u001b[${up}A\r`;
  };
  const draw = ({ roots, timers, nowMs }: ProgressPicture, whole: boolean): void => {
    const lines = renderTreeLines(roots, {
      timers,
      nowMs,
      paint,
      columns: columns(),
      rows: Math.max(1, rows() - 1),
      whole,
    });
    const body = lines.map((line) => `${ERASE_LINE}${line}\n`).join('');
    // Whatever the picture before had below this one is taken away.
    write(`${erase()}${body}\u001b[J`);
    drawn = lines;
  };
  return {
    update(picture) {
      last = picture;
      draw(picture, false);
    },
    note(text) {
      write(`${erase()}\u001b[J${text}\n`);
      drawn = [];
      if (last !== undefined) draw(last, false);
    },
    close() {
      if (last !== undefined) draw(last, true);
      drawn = [];
    },
  };
}

/** How many rows lines take: a terminal that has become narrower has broken those that were wider. */
function rowsOf(lines: readonly string[], columns: number): number {
  const width = Math.max(1, columns);
  return lines.reduce(
    (rows, line) => rows + Math.max(1, Math.ceil([...stripVTControlCharacters(line)].length / width)),
    0,
  );
}
