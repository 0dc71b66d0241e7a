import type { ReconcileContext } from '@gotk/controller-runtime';
import { removeArtifacts } from '../artifact/remove-artifacts.js';
import type { SourceDeps } from '../source-deps.js';
import { HELM_CHART } from './helm-chart-kind.js';
import type { HelmChart } from './parse-helm-chart.js';

/** Removes the chart of a HelmChart that is being deleted. */
export function finalizeHelmChart(deps: SourceDeps, context: ReconcileContext<HelmChart>): Promise<void> {
  return removeArtifacts(deps, context, HELM_CHART.kind);
}
