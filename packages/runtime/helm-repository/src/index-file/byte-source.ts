import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that need not be in memory all at once. */
export interface ByteSource {
  readonly length: number;
  /** A part; it may be shared with others, so it must not be changed. */
  slice(begin: number, end: number): Buffer;
}

/** As much as is looked at in one go. */
export const WINDOW_BYTES = 256 * 1024;

/** Bytes in memory. */
export function bufferSource(buffer: Buffer): ByteSource {
  return { length: buffer.length, slice: (begin, end) => buffer.subarray(begin, end) };
}

/** Bytes of a file that nobody changes meanwhile. The caller closes it. */
export function openFileSource(path: string): ByteSource & { close(): void } {
  const descriptor = openSync(path, 'r');
  return {
    length: fstatSync(descriptor).size,
    slice(begin, end): Buffer {
      const buffer = Buffer.allocUnsafe(Math.max(0, end - begin));
      let filled = 0;
      while (filled < buffer.length) {
        const count = readSync(descriptor, buffer, filled, buffer.length - filled, begin + filled);
        if (count === 0) break;
        filled += count;
      }
      return buffer.subarray(0, filled);
    },
    close: () => closeSync(descriptor),
  };
}

/** Where some bytes begin, at `from` or after it; -1 when they are not there. */
export function findBytes(source: ByteSource, wanted: string, from = 0): number {
  const pattern = Buffer.from(wanted);
  for (let begin = from; begin < source.length; begin += WINDOW_BYTES) {
    const end = Math.min(source.length, begin + WINDOW_BYTES + pattern.length - 1);
    const found = source.slice(begin, end).indexOf(pattern);
    if (found !== -1) return begin + found;
  }
  return -1;
}
