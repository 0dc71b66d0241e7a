import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import { currentArtifact } from '../artifact/artifact-status.js';
import { reconcileStorage } from '../artifact/reconcile-storage.js';
import { reportArtifact } from '../artifact/report-artifact.js';
import { announceStart, markDrift } from '../conditions/announce-progress.js';
import { SourceFailure } from '../conditions/source-failure.js';
import type { SourceDeps } from '../source-deps.js';
import { type ChartBuild, summaryOf } from './chart-build.js';
import type { HelmChart } from './parse-helm-chart.js';
import { buildFromFiles } from './steps/build-from-files.js';
import { buildFromRepository } from './steps/build-from-repository.js';
import { type ChartSource, requireSource } from './steps/require-source.js';
import { storeChart } from './steps/store-chart.js';

type Context = ReconcileContext<HelmChart>;

const FAILURES = ['BuildFailed', 'FetchFailed', 'StorageOperationFailed'];

/** Brings the artifact of a HelmChart to the chart that its source has now. */
export async function reconcileHelmChart(deps: SourceDeps, context: Context): Promise<Done> {
  const { object, step } = context;
  await announceStart(context);
  await step('storage', 'StorageOperationFailed', () => reconcileStorage(deps, context));
  forgetVerification(context);
  const source = await step('source', 'SourceUnavailable', () => requireSource(deps, context));
  const build = await step('build', 'Unknown', () => buildChart(deps, context, source));
  await announceBuild(context, build);
  await step('artifact', 'ArchiveOperationFailed', () => storeChart(deps, context, build));
  markStored(context, build);
  reportArtifact(context, { message: summaryOf(build), reason: reasonOf(build), failures: FAILURES });
  return { requeueAfterMs: object.decoded.intervalMs };
}

/** What was not verified is looked at anew. */
function forgetVerification({ object, status }: Context): void {
  const before = status.condition('SourceVerified');
  if (object.decoded.verify === undefined || before?.status === 'False') status.removeConditions('SourceVerified');
}

/** What went wrong at last is the only thing told. */
async function buildChart(deps: SourceDeps, context: Context, source: ChartSource): Promise<ChartBuild> {
  try {
    return source.kind === 'repository'
      ? await buildFromRepository(deps, context, source.repository)
      : await buildFromFiles(deps, context, source);
  } catch (error) {
    const isBuild = error instanceof SourceFailure && error.condition === 'BuildFailed';
    context.status.removeConditions(isBuild ? 'FetchFailed' : 'BuildFailed');
    throw error;
  }
}

async function announceBuild({ status, save, event }: Context, build: ChartBuild): Promise<void> {
  const stored = currentArtifact(status);
  const summary = summaryOf(build);
  if (build.name !== status.fields['observedChartName'] || stored?.revision !== build.version) {
    if (stored !== undefined) {
      status.mark({ type: 'ArtifactOutdated', status: 'True', reason: 'NewChart', message: summary });
    }
    markDrift(status, `building artifact: ${summary}`);
    await save();
  }
  status.removeConditions('FetchFailed', 'BuildFailed');
  const { resolvedDependencies: count } = build;
  const message = `resolved ${count} chart dependencies`;
  if (count > 0) event({ severity: 'trace', reason: 'ResolvedDependencies', message });
}

function markStored({ status }: Context, build: ChartBuild): void {
  status.removeConditions('ArtifactOutdated', ...FAILURES);
  const reason = reasonOf(build);
  status.mark({ type: 'ArtifactInStorage', status: 'True', reason, message: summaryOf(build) });
}

function reasonOf({ packaged }: ChartBuild): string {
  return packaged ? 'ChartPackageSucceeded' : 'ChartPullSucceeded';
}
