import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Chart, type HelmLog, loadChart } from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import { fileSystem } from './folder-tree.js';
import { goFileError } from './source/go-file-error.js';

/** What Helm accepts, before it looks at the size of the chart. */
const MAX_CHART_BYTES = 128 * 1024 * 1024;

export interface OpenChartOptions {
  /** Absolute path of a folder or an archive. */
  readonly path: string;
  /** How messages name it. */
  readonly shownPath: string;
  readonly log: HelmLog;
}

/** Loads the chart in a folder or an archive. @throws LocatedError with Helm's text */
export function openChart({ path, shownPath, log }: OpenChartOptions): Chart {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw goFileError('stat', shownPath, Object.assign(new Error(), { code: 'ENOENT' }));
  if (!stats.isDirectory()) return openPackage(path, log);
  return loadChart(fileSystem, { path: path.slice(1), shownPath, log, gunzip: decompress });
}

/** Loads a packaged chart. @throws LocatedError with Helm's text */
export function openPackage(path: string, log: HelmLog): Chart {
  return loadChart(readFileSync(path), { log, gunzip: decompress });
}

/** Decompresses gzip data. The last four bytes say how much it will be, so that it needs to be copied only once. @throws LocatedError with Go's text */
export function decompress(bytes: Uint8Array): Uint8Array {
  const end = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const expected = bytes.length < 4 ? 0 : end.getUint32(bytes.length - 4, true);
  const chunkSize = Math.max(64 * 1024, Math.min(expected + 64, MAX_CHART_BYTES));
  try {
    return gunzipSync(bytes, { chunkSize, maxOutputLength: MAX_CHART_BYTES });
  } catch (error) {
    throw gzipError(error as NodeJS.ErrnoException);
  }
}

function gzipError(error: NodeJS.ErrnoException): LocatedError {
  if (error.code === 'ERR_BUFFER_TOO_LARGE') {
    const message = `decompressed chart is larger than the maximum size ${MAX_CHART_BYTES}`;
    return new LocatedError({ code: 'chart-archive', message, cause: error });
  }
  const isCut = error.code === 'Z_BUF_ERROR';
  return new LocatedError({
    code: 'chart-archive',
    message: isCut ? 'unexpected EOF' : 'gzip: invalid header',
    cause: error,
  });
}
