import type { ReconcileContext } from '@gotk/controller-runtime';
import { expireAfter } from '@gotk/kube-client';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { HelmRepository } from '../../helm-repository/parse-helm-repository.js';
import type { SourceDeps } from '../../source-deps.js';
import { building } from '../build-failure.js';
import { type ChartBuild, cachedBuild, isCached, withMetadata } from '../chart-build.js';
import type { HelmChart } from '../parse-helm-chart.js';
import type { ChartVersion } from '../repository/chart-repository.js';
import { openRepository } from '../repository/open-repository.js';
import { mergeValues } from './merge-values.js';
import { loadPackage, packChart, renamed, withValues } from './package-chart.js';
import { readChecks, verifyChart } from './verify-chart.js';

type Context = ReconcileContext<HelmChart>;

const CHART_NAME = /^[-a-z0-9]+(?:(?:\/\.?|\.)[-a-z0-9]+)*(?:\/\.?|\.)?$/;
/** What tells that it is a matter of credentials; ports and digests that happen to hold the number do not. */
const AUTH_ERROR = /\b401\b|unauthorized|authentication required|tls|unknown certificate authority/;

/** Pulls the chart from a repository; with values files it is packed anew. */
export async function buildFromRepository(
  deps: SourceDeps,
  context: Context,
  repository: HelmRepository,
): Promise<ChartBuild> {
  const signal = AbortSignal.any([context.signal, expireAfter(repository.decoded.timeoutMs)]);
  const charts = await openRepository(deps, context, repository);
  const checks = await readChecks(deps, context, charts);
  try {
    await building('InvalidChartReference', '', () => requireName(context.object.decoded.chart));
    const { chart, version: range } = context.object.decoded;
    const latest = await charts.findVersion(chart, range, signal);
    const version = await versionOf(context, latest);
    const found = await verifyChart(context, { charts, checks, chart: latest, version, signal });
    const packaged = version !== found.version;
    if (isCached(context, { name: found.name, version })) {
      return cachedBuild(context, { name: found.name, version, packaged });
    }
    const content = await building('ChartPullError', 'failed to download chart for remote reference', () =>
      charts.download(found, signal),
    );
    return packaged ? await repackage(context, { ...found, version }, content) : await keep(found, content);
  } catch (error) {
    throw asAuthFailure(error);
  }
}

function requireName(name: string): void {
  if (name === '') throw new Error('no name set for remote chart reference');
  if (CHART_NAME.test(name)) return;
  const valid = 'lower case letters and numbers and MAY be separated with dashes (-), slashes (/) or periods (.)';
  throw new Error(`invalid chart name '${name}': a valid name must be ${valid}`);
}

/** With other default values it is another version. */
function versionOf({ object }: Context, { version }: ChartVersion): Promise<string> {
  const { valuesFiles } = object.decoded;
  if (valuesFiles.length === 0) return Promise.resolve(version);
  return building('MetadataPatchError', '', () => withMetadata(version, String(object.metadata.generation)));
}

async function keep({ name, version }: ChartVersion, content: Uint8Array): Promise<ChartBuild> {
  await building('ChartPullError', 'failed to load chart metadata from written chart', () => loadPackage(content));
  return { name, version, content, packaged: false, valuesFiles: [], resolvedDependencies: 0 };
}

async function repackage(
  { object }: Context,
  { name, version }: ChartVersion,
  content: Uint8Array,
): Promise<ChartBuild> {
  const { valuesFiles: paths, ignoreMissingValuesFiles: ignoreMissing } = object.decoded;
  const chart = await building('ChartPackageError', 'failed to load downloaded chart', () => loadPackage(content));
  const read = (path: string): Uint8Array | undefined =>
    chart.raw.find((file) => file.name === path.replace(/^(?:\.\/)+/, ''))?.data;
  const missing = (path: string): string => `no values file found at path '${path}'`;
  const { values, valuesFiles } = await building('ValuesFilesError', 'failed to merge chart values', () =>
    mergeValues({ paths, ignoreMissing, read, missing }),
  );
  const changed = await building('ValuesFilesError', '', () => withValues(chart, values));
  const whole = renamed(changed ?? chart, { version });
  const packed = await building('ChartPackageError', '', () => packChart(whole));
  const merged = changed === undefined ? [] : valuesFiles;
  return { name, version, content: packed, packaged: true, valuesFiles: merged, resolvedDependencies: 0 };
}

function asAuthFailure(error: unknown): unknown {
  if (!(error instanceof SourceFailure) || !AUTH_ERROR.test(error.message)) return error;
  const message = `failed to authenticate with the Helm repository: ${error.message}`;
  const reason = 'AuthenticationFailed';
  return new SourceFailure({ kind: 'retry', condition: 'FetchFailed', reason, message, cause: error });
}
