import type { ReconcileContext } from '@gotk/controller-runtime';
import { parseDurationMs, renderMs } from '@gotk/duration';
import type { HelmRelease } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { isApiError } from '@gotk/kube-client';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import type { Deps } from '../../deps.js';
import { HELM_CHART, originLabels } from '../../group.js';
import { checkAccess } from './check-access.js';

type ChartTemplate = NonNullable<HelmRelease['spec']['chart']>;

/** Makes the HelmChart that `spec.chart` describes, and deletes the one of an earlier description. */
export async function reconcileChart(deps: Deps, context: ReconcileContext<HelmRelease>): Promise<void> {
  const { object, key, status } = context;
  const template = object.spec.chart;
  const known = object.status?.helmChart ?? '';
  const wanted = template === undefined ? undefined : chartKeyOf(object, template);
  const name = wanted === undefined ? '' : `${wanted.namespace}/${wanted.name}`;
  if (known !== '' && known !== name) await deleteChart(deps, context);
  if (template === undefined || wanted === undefined) return;
  checkAccess(wanted, { deps, namespace: key.namespace });
  await applyChart(deps, context, { template, wanted });
  status.update({ helmChart: name });
}

/** The key of the HelmChart that a release makes. */
export function chartKeyOf(object: HelmRelease, template: ChartTemplate): ObjectKey {
  const { name = '', namespace = '' } = object.metadata;
  return { ...HELM_CHART, namespace: template.spec.sourceRef.namespace || namespace, name: `${namespace}-${name}` };
}

/** Deletes the HelmChart that the status names. */
export async function deleteChart(deps: Deps, context: ReconcileContext<HelmRelease>): Promise<void> {
  const { object, client, status, signal } = context;
  const known = object.status?.helmChart ?? '';
  const [namespace = '', name = ''] = known.split('/');
  if (known === '') return;
  const chart = { ...HELM_CHART, namespace, name };
  checkAccess(chart, { deps, namespace: context.key.namespace });
  try {
    await client.delete(chart, undefined, signal);
    const message = `deleted HelmChart '${known}'`;
    context.event({ severity: 'trace', reason: 'HelmChartDeleted', message });
  } catch (error) {
    if (!isApiError(error, 'NotFound')) {
      const text = error instanceof Error ? error.message : String(error);
      throw new Error(`failed to delete HelmChart '${known}': ${text}`, { cause: error });
    }
  }
  status.update({ helmChart: undefined });
}

async function applyChart(
  deps: Deps,
  context: ReconcileContext<HelmRelease>,
  { template, wanted }: { readonly template: ChartTemplate; readonly wanted: ObjectKey },
): Promise<void> {
  const { client, signal } = context;
  const chart = chartOf(context, { template, wanted });
  let before: KubeObject | undefined;
  let after: KubeObject;
  try {
    before = await client.find(wanted, undefined, signal);
    after = await client.apply(chart, { fieldManager: deps.controllerName, force: true }, signal);
  } catch (error) {
    const message = `failed to run server-side apply: ${error instanceof Error ? error.message : String(error)}`;
    context.event({ severity: 'trace', reason: 'HelmChartSyncErr', message });
    throw new Error(message, { cause: error });
  }
  if (before?.metadata.resourceVersion === after.metadata.resourceVersion) return;
  const action = before === undefined ? 'Created' : 'Configured';
  const { kind, name } = template.spec.sourceRef;
  const source = `${kind}/${wanted.namespace}/${name}`;
  const message = `${action} HelmChart/${wanted.namespace}/${wanted.name} with SourceRef '${source}'`;
  context.event({ severity: 'trace', reason: `HelmChart${action}`, message });
}

function chartOf(
  { object, key }: ReconcileContext<HelmRelease>,
  { template, wanted }: { readonly template: ChartTemplate; readonly wanted: ObjectKey },
): KubeObject {
  const { labels, annotations } = template.metadata ?? {};
  const { chart, version, sourceRef, interval, reconcileStrategy, valuesFiles, verify } = template.spec;
  const { ignoreMissingValuesFiles } = template.spec;
  const spec: JsonObject = {
    chart,
    ...(version === undefined ? {} : { version }),
    sourceRef: { kind: sourceRef.kind, name: sourceRef.name },
    interval: renderMs(parseDurationMs(interval ?? object.spec.interval)),
    ...(reconcileStrategy === undefined ? {} : { reconcileStrategy }),
    ...(valuesFiles === undefined ? {} : { valuesFiles }),
    ...(ignoreMissingValuesFiles === true ? { ignoreMissingValuesFiles } : {}),
    ...(verify === undefined ? {} : { verify: JSON.parse(JSON.stringify(verify)) as JsonObject }),
  };
  return {
    ...HELM_CHART,
    metadata: {
      namespace: wanted.namespace ?? '',
      name: wanted.name,
      labels: { ...labels, ...originLabels(key) },
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec,
  };
}
