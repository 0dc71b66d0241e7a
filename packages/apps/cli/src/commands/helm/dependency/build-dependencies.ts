import { type Chart, helm2LockDigest, lockDigest } from '@gotk/helm';
import type { CommandContext } from '../../../cli/command.js';
import { type DependencyOptions, type DependencyRun, loadChartFolder, withDependencyRun } from './dependency-run.js';
import { nameRepositories, requireRepositories } from './name-repositories.js';
import { refreshNamed } from './refresh-indexes.js';
import { saveCharts } from './save-charts.js';
import { updateWith } from './update-dependencies.js';

/** Makes charts/ what Chart.lock says; without one it is made. @throws Error in Helm's words */
export function buildDependencies(context: CommandContext, options: DependencyOptions): Promise<void> {
  return withDependencyRun(context, options, async (run) => {
    const chart = loadChartFolder(run);
    const { lock } = chart;
    if (lock === undefined) return updateWith(run);
    requireFit(run, chart);
    const locked = lock.dependencies ?? [];
    requireRepositories(run, locked);
    if (!run.skipRefresh) await refreshNamed(run);
    await saveCharts(run, locked);
  });
}

/** Chart.yaml must ask for what the lock was made for. */
function requireFit(run: DependencyRun, { metadata, lock }: Chart): void {
  const wanted = metadata.dependencies;
  const { dependencies } = nameRepositories(run, wanted ?? []);
  const digest = lockDigest(wanted === undefined ? undefined : dependencies, lock?.dependencies);
  if (digest === lock?.digest) return;
  if (metadata.apiVersion !== 'v1') {
    const how = run.settings.helmVersion === '4.2' ? " with 'helm dependency update'" : '';
    throw new Error(
      `the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update the dependencies${how}`,
    );
  }
  const message = 'warning: a valid Helm v3 hash was not found. Checking against Helm v2 hash...';
  run.log({ level: 'INFO', message, attributes: [] });
  if (helm2LockDigest(wanted) === lock?.digest) return;
  throw new Error(
    'the lock file (requirements.lock) is out of sync with the dependencies file (requirements.yaml). Please update the dependencies',
  );
}
