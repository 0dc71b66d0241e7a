import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Chart, type HelmLog, type HelmVersion, loadChart } from '@gotk/helm';
import { LocatedError } from '@gotk/located-error';
import { goFileError } from '../../output/go-file-error.js';
import { fileSystem } from './folder-tree.js';

/** What Helm accepts, before it looks at the size of the chart. */
const MAX_CHART_BYTES = 128 * 1024 * 1024;

export interface OpenChartOptions {
  /** Absolute path of a folder or an archive. */
  readonly path: string;
  /** How messages name it. */
  readonly shownPath: string;
  readonly log: HelmLog;
  readonly helmVersion: HelmVersion;
  /** Where Helm 4 refuses charts of unknown versions, see `loadChart`. @default false */
  readonly checksVersion?: boolean;
  /** The bytes of a package that is read already. */
  readonly content?: Uint8Array;
  /** @default decompress */
  readonly gunzip?: (bytes: Uint8Array) => Uint8Array;
}

/** Loads the chart in a folder or an archive. @throws LocatedError with Helm's text */
export function openChart(options: OpenChartOptions): Chart {
  const { path, shownPath } = options;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw goFileError('stat', shownPath, Object.assign(new Error(), { code: 'ENOENT' }));
  return stats.isDirectory() ? openFolder(options) : openPackage(options);
}

/** Loads the chart in a folder. @throws LocatedError with Helm's text */
export function openFolder({ path, ...options }: OpenChartOptions): Chart {
  const loading = loadingOf(options);
  if (loading.checksVersion && statSync(path, { throwIfNoEntry: false })?.isFile() === true) {
    const file = `${options.shownPath}/Chart.yaml`;
    const message = `unable to detect chart at ${file}: open ${file}: not a directory`;
    throw new LocatedError({ code: 'chart-missing', message });
  }
  return loadChart(fileSystem, { ...loading, path: path.slice(1), fromRoot: true });
}

/** Loads a packaged chart. @throws LocatedError with Helm's text */
export function openPackage({ path, ...options }: OpenChartOptions): Chart {
  const { content = readFileSync(path) } = options;
  requireArchive(content, options.shownPath);
  return loadChart(content, loadingOf(options));
}

function loadingOf(options: Omit<OpenChartOptions, 'path'>) {
  const { shownPath, log, helmVersion, gunzip = decompress, checksVersion = false } = options;
  return { shownPath, log, helmVersion, gunzip, checksVersion: checksVersion && helmVersion === '4.2' };
}

const SNIFFED_BYTES = 512;

/** @throws LocatedError with Helm's text for what does not begin like an archive */
function requireArchive(content: Uint8Array, name: string): void {
  if (content[0] === 0x1f && content[1] === 0x8b && content[2] === 8) return;
  if (/\.ya?ml$/.test(name)) {
    throw notAnArchive(`file '${name}' seems to be a YAML file, but expected a gzipped archive`);
  }
  throw notAnArchive(`file '${name}' does not appear to be a gzipped archive; got '${contentType(content)}'`);
}

function notAnArchive(message: string): LocatedError {
  return new LocatedError({ code: 'chart-archive', message, hint: 'Name a folder, or a chart packed as .tgz.' });
}

/** What Go takes the content for: short files are filled up with zeros, and so are binary. */
function contentType(content: Uint8Array): string {
  const start = Buffer.from(content.subarray(0, SNIFFED_BYTES)).toString('latin1');
  if (start.startsWith('PK\x03\x04')) return 'application/zip';
  if (start.startsWith('%PDF-')) return 'application/pdf';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells binary data.
  const isText = content.length >= SNIFFED_BYTES && !/[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(start);
  return isText ? 'text/plain; charset=utf-8' : 'application/octet-stream';
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
