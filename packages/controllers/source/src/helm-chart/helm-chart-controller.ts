import type { ControllerDefinition } from '@gotk/controller-runtime';
import { concludeSource, HELM_CHART_CONDITIONS } from '../conditions/conclude-source.js';
import type { SourceDeps } from '../source-deps.js';
import { finalizeHelmChart } from './finalize.js';
import { HELM_CHART } from './helm-chart-kind.js';
import { type HelmChart, parseHelmChart } from './parse-helm-chart.js';
import { reconcileHelmChart } from './reconcile.js';
import { helmChartWatches } from './watches.js';

/** The controller of HelmCharts. */
export function helmChartController(deps: SourceDeps): ControllerDefinition<HelmChart> {
  return {
    kind: HELM_CHART,
    controllerName: 'source-controller',
    finalizer: 'finalizers.fluxcd.io',
    fieldOwner: 'source-controller',
    ownedConditions: HELM_CHART_CONDITIONS.owned,
    parse: parseHelmChart,
    watches: helmChartWatches,
    reconcile: (context) => reconcileHelmChart(deps, context),
    finalize: (context) => finalizeHelmChart(deps, context),
    conclude: concludeSource(HELM_CHART_CONDITIONS),
  };
}
