import { quoteText } from '@gotk/go-template';
import { helmError } from '../helm-error.js';
import { withoutByteOrderMark } from './byte-order-mark.js';
import type { ChartFile } from './chart.js';
import { readTar } from './read-tar.js';

const MAX_CHART_BYTES = 100 * 1024 * 1024;
const MAX_FILE_BYTES = 5 * 1024 * 1024;

/** The files of a packaged chart, without the folder they stand in. @throws LocatedError with Helm's text */
export function readChartArchive(
  archive: Uint8Array,
  { gunzip }: { readonly gunzip: (bytes: Uint8Array) => Uint8Array },
): ChartFile[] {
  const files: ChartFile[] = [];
  let remaining = MAX_CHART_BYTES;
  for (const { name, data, modifiedMs } of readTar(gunzip(archive))) {
    const path = pathInChart(name);
    if (data.length > remaining) throw tooLarge();
    if (data.length > MAX_FILE_BYTES) {
      const message = `decompressed chart file ${quoteText(name)} is larger than the maximum file size ${MAX_FILE_BYTES}`;
      throw helmError('chart-archive', message);
    }
    remaining -= data.length;
    if (remaining <= 0) throw tooLarge();
    files.push({ name: path, data: withoutByteOrderMark(data), modifiedMs });
  }
  if (files.length === 0) throw helmError('chart-archive', 'no files in chart archive');
  return files;
}

function tooLarge(): Error {
  return helmError('chart-archive', `decompressed chart is larger than the maximum size ${MAX_CHART_BYTES}`);
}

/** The path without its first part. @throws when it leads out of the chart */
function pathInChart(name: string): string {
  const separator = name.includes('\\') ? '\\' : '/';
  const [top = '', ...rest] = name.split(separator);
  const path = rest.join('/');
  if (path.startsWith('/')) throw helmError('chart-archive', 'chart illegally contains absolute paths');
  const clean = cleanPath(path);
  if (clean === '.') {
    const message = `chart illegally contains content outside the base directory: ${quoteText(name)}`;
    throw helmError('chart-archive', message);
  }
  if (clean.startsWith('..')) throw helmError('chart-archive', 'chart illegally references parent directory');
  if (/^[a-zA-Z]:\//.test(clean)) throw helmError('chart-archive', 'chart contains illegally named files');
  if (top === 'Chart.yaml') throw helmError('chart-archive', 'chart yaml not in base directory');
  return clean;
}

/** Parts of a path that say nothing, or lead back. */
const NOT_CLEAN = /(?:^|\/)(?:\.{0,2})(?:\/|$)/;

function cleanPath(path: string): string {
  if (!NOT_CLEAN.test(path)) return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(segment);
  }
  return segments.length === 0 ? '.' : segments.join('/');
}
