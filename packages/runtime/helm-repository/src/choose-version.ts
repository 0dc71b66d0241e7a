import type { JsonObject, JsonValue } from '@gotk/json';
import { findVersion, matchesConstraint, parseConstraint } from '@gotk/semver';
import { findIndexedChart } from './index-file/find-indexed-chart.js';

/** A version of a chart in an index. */
export interface IndexedChart {
  readonly name: string;
  readonly version: string;
  readonly urls: readonly string[];
  /** `sha256:…`, or without the algorithm; empty when the index has none. */
  readonly digest: string;
}

/** The versions of a chart in an index as `loadIndex` gives it, newest first; `undefined` when it has no such chart. */
export function indexedVersions(index: Buffer, name: string): readonly IndexedChart[] | undefined {
  return findIndexedChart(index, name)?.map(indexedChart);
}

function indexedChart(fields: JsonObject): IndexedChart {
  const text = (key: string): string => (typeof fields[key] === 'string' ? fields[key] : '');
  const urls = Array.isArray(fields['urls']) ? (fields['urls'] as readonly JsonValue[]).map(String) : [];
  return { name: text('name'), version: text('version'), urls, digest: text('digest') };
}

/** What `helm` would take: the version itself where there is one, else the newest that fits. */
export interface ChosenVersion {
  readonly chart: IndexedChart;
  /** Whether a version was asked for, not a range, and another one had to do. */
  readonly isClosest: boolean;
}

/** Chooses among the versions of a chart. @param wanted a version, a range, or empty for the newest release. @throws Error in Helm's words */
export function chooseVersion(index: Buffer, name: string, wanted: string): ChosenVersion {
  const versions = indexedVersions(index, name);
  if (versions === undefined) throw new Error('no chart name found');
  if (versions.length === 0) throw new Error('no chart version found');
  const constraint = parseConstraint(wanted === '' ? '*' : wanted);
  const exact = wanted === '' ? undefined : versions.find(({ version }) => version === wanted);
  if (exact !== undefined) return { chart: exact, isClosest: false };
  const fitting = versions.find(({ version }) => {
    const parsed = findVersion(version);
    return parsed !== undefined && matchesConstraint(parsed, constraint);
  });
  if (fitting === undefined) throw new Error(`no chart version found for ${name}-${wanted}`);
  return { chart: fitting, isClosest: wanted !== '' && !isRange(wanted) };
}

function isRange(text: string): boolean {
  if (/[\^~<>=!*]|\|\|| - /.test(text)) return true;
  return /[xX]/.test(text.split(/[-+]/, 1)[0] ?? '');
}
