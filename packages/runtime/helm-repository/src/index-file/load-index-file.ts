import { closeSync, openSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openFileSource, readRange, reusableMemory } from './byte-source.js';
import { type ChartKeeper, storedForm } from './load-index.js';

/** Others get a turn after this long. */
const TURN_MS = 10;

export interface LoadIndexFileOptions {
  /** An index as it is served. */
  readonly from: string;
  /** Gets the index in the form in which Flux stores it. */
  readonly to: string;
  /** Gets charts while they are not in order; the caller removes it. */
  readonly scratch: string;
}

/**
 * Like {@link loadIndex} from file to file: in memory is no more than one chart at a time, and nothing else stands still for
 * long meanwhile.
 *
 * @throws Error in Flux's words for what is no index; the signal's reason.
 */
export async function loadIndexFile({ from, to, scratch }: LoadIndexFileOptions, signal: AbortSignal): Promise<void> {
  const source = openFileSource(from);
  const keeper = openKeeper(scratch);
  const target = openSync(to, 'w', 0o600);
  try {
    let turnEndsMs = performance.now() + TURN_MS;
    for (const piece of storedForm(source, keeper)) {
      if (piece.length > 0) writeWhole(target, piece);
      if (performance.now() < turnEndsMs) continue;
      await nextTurn();
      signal.throwIfAborted();
      turnEndsMs = performance.now() + TURN_MS;
    }
  } finally {
    closeSync(target);
    keeper.close();
    source.close();
  }
}

/** Keeps charts in a file. */
function openKeeper(path: string): ChartKeeper & { close(): void } {
  const descriptor = openSync(path, 'w+', 0o600);
  const places = new Map<string, { readonly begin: number; readonly length: number }>();
  const memory = reusableMemory();
  let end = 0;
  return {
    put(name, chart): void {
      const length = Buffer.byteLength(chart);
      const bytes = memory(length);
      bytes.write(chart);
      writeWhole(descriptor, bytes, end);
      places.set(name, { begin: end, length });
      end += length;
    },
    get(name): Buffer | undefined {
      const place = places.get(name);
      if (place === undefined) return undefined;
      const chart = readRange(descriptor, place.begin, memory(place.length));
      if (chart.length !== place.length) throw new Error('unexpected EOF');
      return chart;
    },
    close: () => closeSync(descriptor),
  };
}

function writeWhole(descriptor: number, bytes: Buffer, position?: number): void {
  let written = 0;
  while (written < bytes.length) {
    const at = position === undefined ? null : position + written;
    written += writeSync(descriptor, bytes, written, bytes.length - written, at);
  }
}
