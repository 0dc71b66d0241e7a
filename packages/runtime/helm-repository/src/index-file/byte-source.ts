import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that need not be in memory all at once. */
export interface ByteSource {
  readonly length: number;
  /** A part, to be read only, and only until the next one is taken: the memory is used again. */
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
  const memory = reusableMemory();
  return {
    length: fstatSync(descriptor).size,
    slice: (begin, end) => readRange(descriptor, begin, memory(Math.max(0, end - begin))),
    close: () => closeSync(descriptor),
  };
}

/** Memory that is used again by whoever asks next. Collecting what was given up waits for V8, and adds up meanwhile. */
export function reusableMemory(): (sizeBytes: number) => Buffer {
  let memory = Buffer.alloc(0);
  return (sizeBytes) => {
    if (memory.length < sizeBytes)
      memory = Buffer.allocUnsafeSlow(Math.max(sizeBytes, WINDOW_BYTES, memory.length * 2));
    return memory.subarray(0, sizeBytes);
  };
}

/** Fills a buffer from a place in a file. @returns the part that could be filled. */
export function readRange(descriptor: number, begin: number, buffer: Buffer): Buffer {
  let filled = 0;
  while (filled < buffer.length) {
    const count = readSync(descriptor, buffer, filled, buffer.length - filled, begin + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
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
