import { gunzip } from '@gotk/archive';
import { type FileTree, joinTreePath } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';
import { type GoType, parseYamlAs } from '@gotk/yaml';
import { helmError, withPrefix } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';
import type { Chart, ChartFile } from './chart.js';
import { type LoadFilesOptions, loadFiles } from './load-files.js';
import { readChartArchive } from './read-chart-archive.js';
import { readChartTree } from './read-chart-tree.js';

const MAX_CHART_BYTES = 128 * 1024 * 1024;

export interface LoadChartOptions {
  /** The chart's folder in the tree. @default '' */
  readonly path?: string;
  /** How Helm would name the chart's path in messages. Default: `path`. */
  readonly shownPath?: string;
  readonly log?: HelmLog;
  /** The tree is the whole file system, so that lines about links can name full paths. @default false */
  readonly fromRoot?: boolean;
  /**
   * Whether a chart of an unknown version is refused at once, as Helm 4 does where it renders or packs charts; else its files are
   * read in any case, as Helm 3 does. @default true for Helm 4
   */
  readonly checksVersion?: boolean;
  /** @default '4.2' */
  readonly helmVersion?: HelmVersion | undefined;
  /** Decompresses gzip data; a platform's own is faster than the default, which is plain JavaScript. */
  readonly gunzip?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * Loads a chart from a folder of a tree or from the bytes of a package (.tgz), with all charts in its charts/.
 *
 * Packages are read within Helm's limits: 100 MiB in all, 5 MiB a file.
 *
 * @throws LocatedError with Helm's text; `at` names the file within the chart where one is to blame.
 * @example
 * const chart = loadChart(memoryTree({ 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n' }));
 */
export function loadChart(source: FileTree | Uint8Array, options: LoadChartOptions = {}): Chart {
  const { path = '', shownPath = path, log = silentLog, helmVersion = '4.2' } = options;
  const { checksVersion = helmVersion === '4.2', gunzip: decompress = gunzipWithinLimit } = options;
  const loading: LoadFilesOptions = { log, gunzip: decompress, helmVersion };
  if (source instanceof Uint8Array) {
    return checksVersion ? loadPackage(source, loading) : loadFiles(readChartArchive(source, loading), loading);
  }
  const chartFile = checksVersion ? readChartYaml(source, path, shownPath) : undefined;
  return loadSupported(chartFile, () =>
    loadFiles(readChartTree(source, { root: path, log, fromRoot: options.fromRoot ?? false }), loading),
  );
}

function loadPackage(bytes: Uint8Array, options: LoadFilesOptions): Chart {
  const files = readArchiveOrFail(bytes, options);
  const chartFile = files.find(({ name }) => name === 'Chart.yaml');
  if (chartFile === undefined) {
    throw helmError('chart-missing', 'unable to detect chart version, no Chart.yaml found');
  }
  return loadSupported(chartFile, () => loadFiles(files, options));
}

function readArchiveOrFail(bytes: Uint8Array, options: LoadFilesOptions): ChartFile[] {
  try {
    return readChartArchive(bytes, options);
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    // Helm does not say why.
    throw helmError('chart-archive', 'unable to load chart archive', { hint: `${error.message}.`, cause: error });
  }
}

function readChartYaml(tree: FileTree, path: string, shownPath: string): ChartFile {
  const file = tree.entry(joinTreePath(path, 'Chart.yaml') ?? 'Chart.yaml');
  if (file?.kind === 'file') return { name: 'Chart.yaml', data: file.read() };
  const name = `${shownPath}/Chart.yaml`;
  const message = `unable to detect chart at ${name}: open ${name}: no such file or directory`;
  throw helmError('chart-missing', message, { hint: 'Name a folder that holds a Chart.yaml, or a packaged chart.' });
}

/** Helm 4.2 can load charts of a version to come, and do nothing with them. */
const COMING_VERSION = 'v3';

/** @param chartFile where the version counts */
function loadSupported(chartFile: ChartFile | undefined, load: () => Chart): Chart {
  const apiVersion = chartFile === undefined ? '' : apiVersionOf(chartFile);
  if (!['', 'v1', 'v2', COMING_VERSION].includes(apiVersion)) throw unsupported('unsupported chart version');
  const chart = load();
  if (apiVersion === COMING_VERSION) throw unsupported('invalid chart apiVersion');
  return chart;
}

function apiVersionOf({ data }: ChartFile): string {
  const fields = withPrefix('cannot load Chart.yaml', () => parseYamlAs(data, CHART_BASE, { file: 'Chart.yaml' }));
  return (fields as { readonly apiVersion?: string } | null)?.apiVersion ?? '';
}

function unsupported(message: string): LocatedError {
  return helmError('chart-version', message, { at: { file: 'Chart.yaml' } });
}

const CHART_BASE: GoType = {
  kind: 'struct',
  name: 'loader.chartBase',
  fields: () => ({ apiVersion: { type: { kind: 'string' } } }),
};

function gunzipWithinLimit(bytes: Uint8Array): Uint8Array {
  return gunzip(bytes, { limitBytes: MAX_CHART_BYTES });
}
