import type { ReconcileContext } from '@gotk/controller-runtime';
import { artifactJson } from '../../artifact/artifact-status.js';
import { linkArtifact } from '../../artifact/link-artifact.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import type { ChartBuild } from '../chart-build.js';
import { HELM_CHART } from '../helm-chart-kind.js';
import type { HelmChart } from '../parse-helm-chart.js';

/** Stores a chart that was built, or tells that it is stored already. */
export async function storeChart(
  deps: SourceDeps,
  context: ReconcileContext<HelmChart>,
  { name, version, content, valuesFiles }: ChartBuild,
): Promise<void> {
  const { status, event, key, object } = context;
  if (content === undefined) {
    const message = `artifact up-to-date with remote revision: '${version}'`;
    return event({ severity: 'trace', reason: 'ArtifactUpToDate', message });
  }
  const target = { owner: { kind: HELM_CHART.kind, ...key }, fileName: `${name}-${version}.tgz`, revision: version };
  const message = 'unable to copy Helm chart to storage';
  const telling = { condition: 'StorageOperationFailed', reason: 'ArchiveOperationFailed', message } as const;
  const artifact = await tellingFailures(telling, () => deps.store.writeFile(target, content));
  const observed = object.decoded.ignoreMissingValuesFiles && valuesFiles.length > 0 ? valuesFiles : undefined;
  status.update({ artifact: artifactJson(artifact), observedChartName: name, observedValuesFiles: observed });
  await linkArtifact(deps, context, { artifact, name: 'latest.tar.gz' });
}
