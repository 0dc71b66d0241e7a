import type { Run } from '../compile/run.js';
import { bytesToText, textToBytes } from '../text/go-text.js';

export interface WrapOptions {
  /** In bytes; less than 1 counts as 1. */
  readonly width: number;
  readonly lineBreak: string;
  /** Whether a word longer than a line is broken. */
  readonly breakWords: boolean;
}

const SPACE = 0x20;

/**
 * Breaks a text at spaces so that its lines fit; leading spaces of a line are dropped.
 *
 * @throws LimitError when the result is too long for the run
 */
export function wrapText(subject: string, options: WrapOptions, run: Pick<Run, 'checkTextLength'>): string {
  const bytes = textToBytes(subject);
  const lines = linesOf(bytes, options);
  run.checkTextLength(bytes.length + lines.length * options.lineBreak.length);
  const lineBreak = textToBytes(options.lineBreak);
  const wrapped = new Uint8Array(bytes.length + lines.length * lineBreak.length);
  let length = 0;
  for (const [index, line] of lines.entries()) {
    if (index > 0) {
      wrapped.set(lineBreak, length);
      length += lineBreak.length;
    }
    wrapped.set(line, length);
    length += line.length;
  }
  return bytesToText(wrapped.subarray(0, length));
}

function linesOf(bytes: Uint8Array, options: WrapOptions): readonly Uint8Array[] {
  const width = Math.max(options.width, 1);
  const lines: Uint8Array[] = [];
  let offset = 0;
  while (bytes.length - offset > width) {
    if (bytes[offset] === SPACE) {
      offset++;
      continue;
    }
    const end = lineEnd(bytes, { offset, width, breakWords: options.breakWords });
    lines.push(bytes.subarray(offset, end.at));
    if (end.at === bytes.length) return lines;
    offset = end.next;
  }
  return [...lines, bytes.subarray(offset)];
}

interface Line {
  readonly offset: number;
  readonly width: number;
  readonly breakWords: boolean;
}

/** Where the line that begins at `offset` ends, and where the next begins. */
function lineEnd(
  bytes: Uint8Array,
  { offset, width, breakWords }: Line,
): { readonly at: number; readonly next: number } {
  let space = offset + width;
  while (space >= offset && bytes[space] !== SPACE) space--;
  if (space >= offset) return { at: space, next: space + 1 };
  if (breakWords) return { at: offset + width, next: offset + width };
  const next = bytes.indexOf(SPACE, offset + width);
  return next === -1 ? { at: bytes.length, next: bytes.length } : { at: next, next: next + 1 };
}
