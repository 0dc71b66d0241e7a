import type { CommandContext } from '../../../cli/command.js';
import { chooseVersions } from './choose-versions.js';
import { type DependencyOptions, type DependencyRun, loadChartFolder, withDependencyRun } from './dependency-run.js';
import { nameRepositories, unnamedRepositories } from './name-repositories.js';
import { refreshIndexes, refreshNamed } from './refresh-indexes.js';
import { saveCharts } from './save-charts.js';
import { writeLock } from './write-lock.js';

/** Makes charts/ and Chart.lock what Chart.yaml asks for. @throws Error in Helm's words */
export function updateDependencies(context: CommandContext, options: DependencyOptions): Promise<void> {
  return withDependencyRun(context, options, updateWith);
}

/** Like {@link updateDependencies}, with connections that are there already. */
export async function updateWith(run: DependencyRun): Promise<void> {
  const chart = loadChartFolder(run);
  const wanted = chart.metadata.dependencies;
  if (wanted === undefined) return;
  const named = nameRepositories(run, wanted);
  const unnamed = unnamedRepositories(named);
  if (!run.skipRefresh && unnamed.length > 0) {
    run.write('Getting updates for unmanaged Helm repositories...\n');
    await refreshIndexes(run, unnamed);
  }
  if (!run.skipRefresh) await refreshNamed(run);
  const { dependencies } = named;
  const names = new Map([...named.names, ...unnamed.map(({ dependency, name }) => [dependency, name] as const)]);
  const chosen = await saveCharts(run, await chooseVersions(run, { dependencies, names }));
  writeLock(run, chart, { wanted: dependencies, chosen });
}
