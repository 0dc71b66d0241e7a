import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Chart, type HelmLog, loadChart } from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import { fileSystem } from './folder-tree.js';

/** What Helm accepts, before it looks at the size of the chart. */
const MAX_CHART_BYTES = 128 * 1024 * 1024;

/** Loads the chart in a folder or an archive. @throws LocatedError with Helm's text */
export function openChart(name: string, { cwd, log }: { readonly cwd: string; readonly log: HelmLog }): Chart {
  const path = resolve(cwd, name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new LocatedError({
      code: 'chart-missing',
      message: `path ${JSON.stringify(name)} not found`,
      hint: 'Name a folder that holds a Chart.yaml, or a packaged chart.',
    });
  }
  if (!stats.isDirectory()) return loadChart(readFileSync(path), { log, gunzip: decompress });
  return loadChart(fileSystem, { path: path.slice(1), shownPath: name, log, gunzip: decompress });
}

/** The last four bytes say how much it will be, so that it needs to be copied only once. */
function decompress(bytes: Uint8Array): Uint8Array {
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
