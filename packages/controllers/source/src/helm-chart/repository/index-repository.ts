import { httpGet } from '@gotk/helm-repository';
import { readBody } from '@gotk/http';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { compareVersions, matchesConstraint, parseConstraint } from '@gotk/semver';
import type { HelmConnection } from '../../helm-repository/steps/connect-repository.js';
import { findTagVersion } from '../../versions/find-tag-version.js';
import { building } from '../build-failure.js';
import type { ChartRepository, ChartVersion } from './chart-repository.js';

export interface IndexRepositoryOptions {
  readonly url: string;
  readonly connection: HelmConnection;
  /** Whether credentials go to hosts other than the repository's own. */
  readonly passCredentials: boolean;
  readonly findChart: FindChart;
  /** Of a chart. */
  readonly maxBytes: number;
}

/** The versions of a chart in the index; `undefined` when it has no such chart. */
export type FindChart = (name: string, signal: AbortSignal) => Promise<readonly JsonObject[] | undefined>;

interface IndexedVersion extends ChartVersion {
  readonly urls: readonly string[];
}

/** A repository with an index. */
export function indexRepository(options: IndexRepositoryOptions): ChartRepository {
  const failed = 'failed to get chart version for remote reference';
  return {
    async findVersion(name, range, signal): Promise<IndexedVersion> {
      const versions = await building('ChartPullError', failed, () => options.findChart(name, signal));
      return building('InvalidChartReference', failed, () => chooseVersion(versions, name, range));
    },
    download: (version, signal) => download(options, version as IndexedVersion, signal),
  };
}

function chooseVersion(versions: readonly JsonObject[] | undefined, name: string, range: string): IndexedVersion {
  if (versions === undefined) throw new Error('no chart name found');
  if (versions.length === 0) throw new Error('no chart version found');
  const exact = range === '' ? undefined : versions.find(({ version }) => version === range);
  const chosen = exact ?? newest(versions, range);
  if (chosen === undefined) throw new Error(`no '${name}' chart with version matching '${range}' found`);
  const urls = Array.isArray(chosen['urls']) ? (chosen['urls'] as readonly JsonValue[]).map(String) : [];
  return { name: String(chosen['name']), version: String(chosen['version']), urls };
}

/** Among those that differ in metadata alone, the one made last. */
function newest(versions: readonly JsonObject[], range: string): JsonObject | undefined {
  const constraint = parseConstraint(range === '' ? '*' : range);
  const matching = versions.filter(isJsonObject).flatMap((chart) => {
    const version = findTagVersion(String(chart['version']));
    return version !== undefined && matchesConstraint(version, constraint) ? [{ chart, version }] : [];
  });
  matching.sort((a, b) => compareVersions(b.version, a.version) || createdMs(b.chart) - createdMs(a.chart));
  return matching[0]?.chart;
}

function createdMs({ created }: JsonObject): number {
  return Date.parse(String(created)) || 0;
}

async function download(
  { url, connection, passCredentials, maxBytes }: IndexRepositoryOptions,
  { name, urls }: IndexedVersion,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const [reference] = urls;
  if (reference === undefined) throw new Error(`chart '${name}' has no downloadable URLs`);
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  const target = new URL(reference, base);
  if (target.search === '' && !URL.canParse(reference)) target.search = base.search;
  const isOwn = target.protocol === base.protocol && target.host === base.host;
  const authorization = isOwn || passCredentials ? connection.authorization : undefined;
  const response = await httpGet(connection.send, { url: target.href, authorization }, signal);
  return readBody(response, { limitBytes: maxBytes, what: `chart '${name}'` });
}
