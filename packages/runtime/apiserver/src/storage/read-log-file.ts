import { closeSync, openSync, readSync } from 'node:fs';
import { type LogEntry, LogReader } from './object-log.js';

const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Reads a file of the object store line by line.
 *
 * @returns where it ends: what is behind that is a torn write.
 * @throws DamagedLogError
 */
export function readLogFile(file: string, onEntry: (entry: LogEntry) => void): number {
  const reader = new LogReader(file);
  const descriptor = openSync(file, 'r');
  try {
    for (;;) {
      // A line may span pieces, and its beginning stays in the one that it began in: each has memory of its own.
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const length = readSync(descriptor, piece);
      if (length === 0) break;
      for (const entry of reader.read(piece.subarray(0, length))) onEntry(entry);
    }
    reader.finish();
    return reader.offset;
  } finally {
    closeSync(descriptor);
  }
}
