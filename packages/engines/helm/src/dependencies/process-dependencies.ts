import type { GoMap } from '@gotk/go-template';
import type { Chart } from '../chart/chart.js';
import type { HelmVersion } from '../helm-version.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';
import { chartGraph, chartOfNode } from './chart-graph.js';
import { importSubchartValues } from './import-values.js';
import { selectSubcharts } from './select-subcharts.js';

/**
 * The chart with the subcharts that its dependencies, their conditions and tags ask for, under their aliases, and with the values
 * that it imports from them.
 *
 * @param values those that the user gives.
 * @throws LocatedError `values-type`.
 */
export function processDependencies(
  chart: Chart,
  values: GoMap,
  log: HelmLog = silentLog,
  helmVersion: HelmVersion = '4.2',
): Chart {
  const root = chartGraph(chart);
  selectSubcharts(root, { values, path: '', helmVersion }, log);
  importSubchartValues(root, log);
  return chartOfNode(root);
}
