import { type Done, Halt, type ReconcileContext } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import { jsonOfValues } from '../actions/render-release-chart.js';
import { dependencyProblem } from '../dependencies/dependency-problem.js';
import type { Deps } from '../deps.js';
import { watchRelease } from '../drift/watch-release.js';
import { compileHealth } from '../health/compile-health.js';
import { configDigest } from '../snapshot/config-digest.js';
import { composeValues } from '../values/compose-values.js';
import { uninstall } from './actions/uninstall.js';
import { noteAttempt } from './note-attempt.js';
import { ReleaseProgress } from './release-progress.js';
import { changedTarget } from './release-target.js';
import type { DesiredRelease, ReleaseWork } from './release-work.js';
import { runRelease } from './run-release.js';
import { SettledHalt } from './settled-halt.js';
import { loadChart } from './steps/load-chart.js';
import { markChartVersion } from './steps/mark-chart-version.js';
import { reconcileChart } from './steps/reconcile-chart.js';
import { resolveSource } from './steps/resolve-source.js';

/** Makes a release what its chart and its values say: the story of a HelmRelease. */
export async function reconcileHelmRelease(deps: Deps, context: ReconcileContext<HelmRelease>): Promise<Done> {
  const { object, client, step, signal } = context;
  const progress = new ReleaseProgress(context, deps.digestAlgorithm);
  const healthOf = await step('health expressions', 'InvalidCELExpression', () => compileHealth(object));
  await step('chart template', 'ArtifactFailed', () => reconcileChart(deps, context));
  progress.markReconciling('Progressing', 'Fulfilling prerequisites');
  await progress.save();

  await step('dependencies', 'DependencyNotReady', () => deps.dependencies.require(context, dependencyProblem));
  progress.clearReady('DependencyNotReady');
  const source = await step('source', 'ArtifactFailed', () => resolveSource(deps, context));
  progress.clearReady('AccessDenied', 'ArtifactFailed', 'SourceNotReady');
  const values = await step('values', 'ValuesError', () => composeValues(object, { client, signal }));
  progress.clearReady('ValuesError');
  const loaded = await step('chart', 'ArtifactFailed', () => loadChart(deps, source, context));
  progress.clearReady('ArtifactFailed');
  const { chart, ociDigest } = await step('chart version', 'ChartMutateError', () =>
    quietly(() => markChartVersion(loaded, source, deps.gates)),
  );
  const tenant = await step('client', 'RESTClientError', () => quietly(() => deps.clients.clientFor(object, signal)));
  progress.clearReady('RESTClientError');

  const watch = watchRelease(deps.drift, context, tenant);
  try {
    const work = { deps, context, progress, client: watch.client, healthOf };
    const target = changedTarget(object, progress, chart);
    if (target !== undefined) return await replaceTarget(work, target);
    const config = jsonOfValues(values);
    const desired: DesiredRelease = { chart, values, config, configDigest: configDigest(config, deps.digestAlgorithm) };
    const { configDigest: digest } = desired;
    noteAttempt(object, progress, { chartVersion: chart.metadata.version, config, configDigest: digest, ociDigest });
    return await runRelease(work, desired);
  } finally {
    watch.settle();
  }
}

/** Uninstalls a release whose place or name has changed; the new one comes with the next reconciliation, at once. */
async function replaceTarget(work: ReleaseWork, what: string): Promise<never> {
  const { context, progress } = work;
  context.log.info(`release target configuration changed (${what}): running uninstall for current release`);
  try {
    await uninstall(work);
  } catch (error) {
    context.signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    throw new SettledHalt({ kind: 'retry', message, requeueAfterMs: 'backoff', cause: error });
  }
  progress.history = [];
  progress.clearFailures();
  progress.update({ storageNamespace: undefined });
  throw new SettledHalt({ kind: 'waiting', message: `the ${what} has changed`, requeueAfterMs: 0 });
}

/** Runs a step whose failures are told in the status only. */
async function quietly<T>(run: () => Promise<T> | T): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Halt) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Halt({ kind: 'retry', message, event: false, requeueAfterMs: 'backoff', cause: error });
  }
}
