import type { Chart } from '../chart/chart.js';
import { helmError } from '../helm-error.js';

/** Makes sure that every dependency of Chart.yaml stands in charts/. @throws LocatedError `dependencies-missing` with Helm's text */
export function checkDependencies(chart: Chart): void {
  const present = new Set(chart.dependencies.map(({ metadata }) => metadata.name));
  const missing = (chart.metadata.dependencies ?? []).map(({ name }) => name).filter((name) => !present.has(name));
  if (missing.length === 0) return;
  throw helmError(
    'dependencies-missing',
    `found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`,
    { at: { file: 'Chart.yaml' }, hint: 'Run "flux helm dependency build" on the chart.' },
  );
}
