import type { ControllerScope, ReconcileKey, WatchRule } from '@gotk/controller-runtime';
import { artifactOf } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { HELM_REPOSITORY } from '../helm-repository/helm-repository-kind.js';
import type { HelmChart } from './parse-helm-chart.js';

/** Wakes the charts of a source as soon as it has an artifact of another revision. */
export function helmChartWatches({ objects }: ControllerScope<HelmChart>): readonly WatchRule[] {
  return ['HelmRepository', 'GitRepository', 'Bucket'].map((kind) => ({
    kind: { ...HELM_REPOSITORY, kind },
    keysFor: ({ object }) => chartsOf(object, objects.list()),
  }));
}

/** The objects of a scope are as the API shows them, not decoded. */
function chartsOf(source: KubeObject, charts: readonly KubeObject[]): readonly ReconcileKey[] {
  const revision = artifactOf(source)?.revision;
  if (revision === undefined) return [];
  const outdated = charts.filter(
    (chart) =>
      chart.metadata.namespace === source.metadata.namespace &&
      fieldOf(chart, 'spec', 'sourceRef', 'kind') === source.kind &&
      fieldOf(chart, 'spec', 'sourceRef', 'name') === source.metadata.name &&
      fieldOf(chart, 'status', 'observedSourceArtifactRevision') !== revision,
  );
  return outdated.map(({ metadata: { namespace = '', name = '' } }) => ({ namespace, name }));
}
