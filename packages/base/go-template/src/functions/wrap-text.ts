import { byteLength, isAscii, sliceBytes } from '../text/go-text.js';

export interface WrapOptions {
  /** In bytes; less than 1 counts as 1. */
  readonly width: number;
  readonly lineBreak: string;
  /** Whether a word longer than a line is broken. */
  readonly breakWords: boolean;
}

/** Breaks a text at spaces so that its lines fit; leading spaces of a line are dropped. */
export function wrapText(subject: string, options: WrapOptions): string {
  const width = Math.max(options.width, 1);
  const length = byteLength(subject);
  let offset = 0;
  let wrapped = '';
  while (length - offset > width) {
    if (sliceBytes(subject, offset, offset + 1) === ' ') {
      offset++;
      continue;
    }
    const end = lineEnd(subject, { offset, width, length, breakWords: options.breakWords });
    wrapped += sliceBytes(subject, offset, end.at);
    if (end.at < length) wrapped += options.lineBreak;
    offset = end.next;
  }
  return wrapped + sliceBytes(subject, offset);
}

interface Line {
  readonly offset: number;
  readonly width: number;
  readonly length: number;
  readonly breakWords: boolean;
}

/** Where the line that begins at `offset` ends, and where the next begins. */
function lineEnd(subject: string, line: Line): { readonly at: number; readonly next: number } {
  const { offset, width, length, breakWords } = line;
  const space = lastSpace(subject, offset, offset + width + 1);
  if (space >= offset) return { at: space, next: space + 1 };
  if (breakWords) return { at: offset + width, next: offset + width };
  const next = nextSpace(subject, offset + width);
  return next === -1 ? { at: length, next: length } : { at: next, next: next + 1 };
}

function lastSpace(subject: string, start: number, end: number): number {
  const at = sliceBytes(subject, start, end).lastIndexOf(' ');
  return at === -1 ? -1 : start + byteLength(sliceBytes(subject, start, end).slice(0, at));
}

function nextSpace(subject: string, start: number): number {
  if (isAscii(subject)) return subject.indexOf(' ', start);
  const rest = sliceBytes(subject, start);
  const at = rest.indexOf(' ');
  return at === -1 ? -1 : start + byteLength(rest.slice(0, at));
}
