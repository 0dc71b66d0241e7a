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
  let drawn = 0;
  let last: ProgressPicture | undefined;
  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\r`);
  const draw = (picture: ProgressPicture, limit: number): void => {
    const { roots, timers, nowMs } = picture;
    const lines = renderTreeLines(roots, { timers, nowMs, paint, columns: columns(), rows: limit });
    const body = lines.map((line) => `${ERASE_LINE}${line}\n`).join('');
    // Whatever the picture before had below this one is taken away.
    write(`${erase()}${body}\u001b[J`);
    drawn = lines.length;
  };
  return {
    update(picture) {
      last = picture;
      draw(picture, Math.max(1, rows() - 1));
    },
    note(text) {
      write(`${erase()}\u001b[J${text}\n`);
      drawn = 0;
      if (last !== undefined) draw(last, Math.max(1, rows() - 1));
    },
    close() {
      if (last !== undefined) draw(last, Number.MAX_SAFE_INTEGER);
      drawn = 0;
    },
  };
}
