import type { GoMap } from '@gotk/go-template';
import type { JsonObject } from '@gotk/json';
import { parseYamlAs } from '@gotk/yaml';
import { helmError, withPrefix } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import type { HelmLog } from '../log/helm-log.js';
import { loadValues } from '../values/load-values.js';
import type { Chart, ChartFile, ChartLock } from './chart.js';
import { type ChartMetadata, decodeMetadata, dependencyOf, lockType, validateMetadata } from './chart-metadata.js';
import { readChartArchive } from './read-chart-archive.js';

/** Subcharts inside subcharts; Helm has no limit. */
const MAX_CHART_DEPTH = 64;

export interface LoadFilesOptions {
  readonly log: HelmLog;
  /** Decompresses gzip data. */
  readonly gunzip: (bytes: Uint8Array) => Uint8Array;
  readonly helmVersion: HelmVersion;
}

/** What the files of a chart say, while they are read one by one. */
interface Assembly {
  metadata: JsonObject | undefined;
  lock: ChartLock | undefined;
  values: GoMap | undefined;
  schema: Uint8Array | undefined;
  readonly templates: ChartFile[];
  readonly files: ChartFile[];
  /** Files below charts/ by the first part of their path there. */
  readonly subcharts: Map<string, ChartFile[]>;
}

/** The chart that these files make. @throws LocatedError with Helm's text */
export function loadFiles(files: readonly ChartFile[], options: LoadFilesOptions, depth = 0): Chart {
  if (depth > MAX_CHART_DEPTH) throw helmError('chart-too-deep', `charts are nested more than ${MAX_CHART_DEPTH} deep`);
  const chartFiles = files.filter(({ name }) => name === 'Chart.yaml');
  const assembly: Assembly = {
    metadata:
      chartFiles.length === 0
        ? undefined
        : { apiVersion: 'v1', ...nonEmpty(decodeMetadata(chartFiles, options.helmVersion)) },
    lock: undefined,
    values: undefined,
    schema: undefined,
    templates: [],
    files: [],
    subcharts: new Map(),
  };
  for (const file of files) takeFile(assembly, file, options);
  if (assembly.metadata === undefined) throw helmError('chart-missing', 'Chart.yaml file is missing');
  const metadata = validateMetadata(assembly.metadata);
  const { lock, values, schema, templates, files: others } = assembly;
  const dependencies = loadSubcharts(assembly.subcharts, { metadata, options, depth });
  return { metadata, lock, raw: files, templates, files: others, values, schema, dependencies };
}

/** An empty apiVersion counts as none. */
function nonEmpty(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => key !== 'apiVersion' || value !== ''));
}

function takeFile(assembly: Assembly, file: ChartFile, { log, helmVersion }: LoadFilesOptions): void {
  const { name, data } = file;
  switch (name) {
    case 'Chart.yaml':
      return;
    case 'Chart.lock':
      assembly.lock = readLock(file, helmVersion);
      return;
    case 'values.yaml':
      assembly.values = withPrefix('cannot load values.yaml', () => loadValues(data, name, helmVersion));
      return;
    case 'values.schema.json':
      assembly.schema = data;
      return;
    case 'requirements.yaml':
      return takeRequirements(assembly, file, { log, helmVersion });
    case 'requirements.lock':
      return takeRequirementsLock(assembly, file, { log, helmVersion });
    default:
      takeOther(assembly, file);
  }
}

function takeOther(assembly: Assembly, file: ChartFile): void {
  const { name } = file;
  if (name.startsWith('templates/')) assembly.templates.push(file);
  else if (!name.startsWith('charts/') || extensionOf(name) === '.prov') assembly.files.push(file);
  else {
    const inner = name.slice('charts/'.length);
    const [top = ''] = inner.split('/', 1);
    const known = assembly.subcharts.get(top) ?? [];
    known.push({ ...file, name: inner });
    assembly.subcharts.set(top, known);
  }
}

function takeRequirements(
  assembly: Assembly,
  file: ChartFile,
  { log, helmVersion }: Pick<LoadFilesOptions, 'log' | 'helmVersion'>,
): void {
  const metadata = assembly.metadata ?? { apiVersion: '' };
  if (metadata['apiVersion'] !== 'v1') {
    const message =
      'Warning: Dependencies are handled in Chart.yaml since apiVersion "v2". We recommend migrating dependencies to Chart.yaml.';
    log({ level: 'INFO', message, attributes: [] });
  }
  assembly.metadata = { ...metadata, ...decodeMetadata([file], helmVersion) };
  if (assembly.metadata['apiVersion'] === 'v1') assembly.files.push(file);
}

function takeRequirementsLock(
  assembly: Assembly,
  file: ChartFile,
  { log, helmVersion }: Pick<LoadFilesOptions, 'log' | 'helmVersion'>,
): void {
  assembly.lock = readLock(file, helmVersion);
  const metadata = assembly.metadata ?? { apiVersion: '' };
  if (metadata['apiVersion'] !== 'v1') {
    const message =
      'Warning: Dependency locking is handled in Chart.lock since apiVersion "v2". We recommend migrating to Chart.lock.';
    log({ level: 'INFO', message, attributes: [] });
  } else assembly.files.push(file);
  assembly.metadata = metadata;
}

/** @returns `undefined` for an empty file. */
function readLock({ name, data }: ChartFile, helmVersion: HelmVersion): ChartLock | undefined {
  const decoded = withPrefix(`cannot load ${name}`, () => parseYamlAs(data, lockType(helmVersion), { file: name }));
  if (decoded === null) return undefined;
  // The type makes it an object.
  const fields = decoded as JsonObject;
  const dependencies = Array.isArray(fields['dependencies']) ? (fields['dependencies'] as JsonObject[]) : undefined;
  const text = (key: string): string => (typeof fields[key] === 'string' ? fields[key] : '');
  return { generated: text('generated'), digest: text('digest'), dependencies: dependencies?.map(dependencyOf) };
}

interface SubchartContext {
  readonly metadata: ChartMetadata;
  readonly options: LoadFilesOptions;
  readonly depth: number;
}

function loadSubcharts(subcharts: ReadonlyMap<string, readonly ChartFile[]>, context: SubchartContext): Chart[] {
  const charts: Chart[] = [];
  // Helm takes them in the random order of a map; sorted, the result is at least always the same.
  for (const name of [...subcharts.keys()].sort()) {
    if (name.startsWith('_') || name.startsWith('.')) continue;
    charts.push(loadSubchart(name, subcharts.get(name) ?? [], context));
  }
  return charts;
}

function loadSubchart(name: string, files: readonly ChartFile[], { metadata, options, depth }: SubchartContext): Chart {
  const [first] = files;
  if (extensionOf(name) !== '.tgz') {
    const inner = files
      .filter((file) => file.name.includes('/'))
      .map((file) => ({ ...file, name: afterSlash(file.name) }));
    return withPrefix(`error unpacking subchart ${name} in ${metadata.name}`, () =>
      loadFiles(inner, options, depth + 1),
    );
  }
  if (first === undefined || first.name !== name) {
    const found = first?.name ?? '';
    throw helmError(
      'chart-archive',
      `error unpacking subchart tar in ${metadata.name}: expected ${name}, got ${found}`,
    );
  }
  return withPrefix(`error unpacking subchart ${name} in ${metadata.name}`, () => {
    return loadFiles(readChartArchive(first.data, options), options, depth + 1);
  });
}

function afterSlash(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

function extensionOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const dot = base.lastIndexOf('.');
  return dot === -1 ? '' : base.slice(dot);
}
