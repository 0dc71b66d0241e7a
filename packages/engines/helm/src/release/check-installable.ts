import type { Chart } from '../chart/chart.js';
import { checkDependencies } from '../dependencies/check-dependencies.js';
import { helmError, withPrefix } from '../helm-error.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';

/**
 * Makes sure that a chart, as loaded, can be rendered: it is no library, and its dependencies are there.
 *
 * @throws LocatedError with Helm's text
 */
export function checkInstallable(chart: Chart, log: HelmLog = silentLog): void {
  const { type, deprecated, dependencies } = chart.metadata;
  if (type !== '' && type !== 'application') {
    throw helmError('chart-library', `${type} charts are not installable`, { at: { file: 'Chart.yaml' } });
  }
  if (deprecated) log({ level: 'WARN', message: 'this chart is deprecated', attributes: [] });
  if (dependencies === undefined) return;
  const advice = "You may need to run 'helm dependency build' to fetch missing dependencies";
  withPrefix(`an error occurred while checking for chart dependencies. ${advice}`, () => checkDependencies(chart));
}
