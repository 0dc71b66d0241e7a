import type { Chart } from '../chart/chart.js';
import { checkDependencies } from '../dependencies/check-dependencies.js';
import { helmError, withPrefix } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';

/**
 * Makes sure that a chart, as loaded, can be rendered: it is no library, and its dependencies are there.
 *
 * @throws LocatedError with Helm's text
 */
export function checkInstallable(chart: Chart, log: HelmLog = silentLog, helmVersion: HelmVersion = '4.2'): void {
  const { type, deprecated, dependencies } = chart.metadata;
  if (type !== '' && type !== 'application') {
    throw helmError('chart-library', `${type} charts are not installable`, { at: { file: 'Chart.yaml' } });
  }
  if (deprecated) log({ level: 'WARN', message: 'this chart is deprecated', attributes: [] });
  if (dependencies === undefined) return;
  const start = helmVersion === '4.2' ? 'an error' : 'An error';
  const command = helmVersion === '4.2' ? "'helm dependency build'" : '`helm dependency build`';
  const advice = `You may need to run ${command} to fetch missing dependencies`;
  withPrefix(`${start} occurred while checking for chart dependencies. ${advice}`, () => checkDependencies(chart));
}
