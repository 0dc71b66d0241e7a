import { bytesToText, quoteText, textToBytes } from '@gotk/go-template';
import type { Chart, ChartFile } from '../chart/chart.js';
import { renderMetadata } from '../chart/render-metadata.js';
import { helmError } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { normalTime, ZERO_TIME } from '../lock/go-time.js';
import { renderLock } from '../lock/render-lock.js';

/** A file in the package of a chart. */
export interface PackageEntry {
  /** `chart/templates/x.yaml`. */
  readonly name: string;
  readonly data: Uint8Array;
  /** `undefined` where none is known. */
  readonly modifiedMs: number | undefined;
}

/** The files of a package in Helm's order: what describes the chart, its templates, other files, then its subcharts. @throws LocatedError */
export function chartEntries(chart: Chart, helmVersion: HelmVersion, folder = ''): PackageEntry[] {
  const { metadata } = chart;
  requireBaseName(metadata.name);
  const base = `${folder}${metadata.name}`;
  const own = [...descriptionOf(chart, helmVersion), ...chart.templates, ...chart.files];
  return [
    ...own.map(({ name, data, modifiedMs }) => ({ name: `${base}/${name}`, data, modifiedMs })),
    ...chart.dependencies.flatMap((subchart) => chartEntries(subchart, helmVersion, `${base}/charts/`)),
  ];
}

function requireBaseName(name: string): void {
  if (!name.includes('/')) return;
  throw helmError('chart-invalid', `${quoteText(name)} is not a valid chart name`);
}

function descriptionOf(chart: Chart, helmVersion: HelmVersion): ChartFile[] {
  const { metadata, lock, schema, raw } = chart;
  const rawFile = (path: string): ChartFile | undefined => raw.find(({ name }) => name === path);
  const isOld = metadata.apiVersion === 'v1';
  // A chart of version 1 keeps its dependencies in requirements.yaml.
  const text = renderMetadata(isOld ? { ...metadata, dependencies: undefined } : metadata);
  const modifiedMs = rawFile('Chart.yaml')?.modifiedMs;
  const files: ChartFile[] = [{ name: 'Chart.yaml', data: textToBytes(text), modifiedMs }];
  if (metadata.apiVersion === 'v2' && lock !== undefined) {
    const generated = normalTime(lock.generated);
    const lockMs = generated === ZERO_TIME ? undefined : Date.parse(generated);
    files.push({ name: 'Chart.lock', data: textToBytes(renderLock(lock)), modifiedMs: lockMs });
  }
  const values = rawFile('values.yaml');
  if (values !== undefined) files.push(values);
  if (schema !== undefined) {
    requireJson(schema, helmVersion);
    const file = { name: 'values.schema.json', data: schema, modifiedMs: rawFile('values.schema.json')?.modifiedMs };
    files.push(file);
  }
  return files;
}

function requireJson(schema: Uint8Array, helmVersion: HelmVersion): void {
  try {
    JSON.parse(bytesToText(schema));
  } catch (cause) {
    const message = `${helmVersion === '4.2' ? 'invalid' : 'Invalid'} JSON in values.schema.json`;
    throw helmError('schema-syntax', message, { at: { file: 'values.schema.json' }, cause });
  }
}
