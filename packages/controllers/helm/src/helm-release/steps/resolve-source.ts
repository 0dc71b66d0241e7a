import { findCondition, hasConditionStatus, parseConditions } from '@gotk/conditions';
import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import { type Artifact, artifactOf, type HelmRelease, sourceApiVersion } from '@gotk/flux-types';
import { fieldOf, type KubeObject, type ObjectKey } from '@gotk/objects';
import type { Deps } from '../../deps.js';
import { accessDenied, checkAccess } from './check-access.js';
import { chartKeyOf } from './reconcile-chart.js';

/** Where a release's chart comes from. */
export interface ResolvedSource {
  readonly kind: string;
  readonly artifact: Artifact;
}

/** Finds the source of the chart and its artifact; halts while either is missing. */
export async function resolveSource(deps: Deps, context: ReconcileContext<HelmRelease>): Promise<ResolvedSource> {
  const key = sourceKeyOf(context.object);
  const { namespace } = context.key;
  checkAccess(key, { deps, namespace });
  if (key.kind === 'ExternalArtifact' && !deps.gates.ExternalArtifact) {
    const subject = `'${key.kind}/${key.namespace}/${key.name}'`;
    throw accessDenied(`can't access ${subject}, ExternalArtifact feature gate is disabled`);
  }
  const source = await readSource(key, deps, context);
  const problem = sourceProblem(source, key);
  if (problem !== undefined) {
    const message = `${key.kind} '${key.namespace}/${key.name}' is not ready: ${problem}`;
    const { requeueDependencyMs } = deps;
    throw new Halt({ kind: 'waiting', reason: 'SourceNotReady', message, requeueAfterMs: requeueDependencyMs });
  }
  const artifact = artifactOf(source);
  if (artifact === undefined) throw new Error('the source has no artifact');
  return { kind: key.kind, artifact };
}

/** The key of the object whose artifact is the chart. */
export function sourceKeyOf(object: HelmRelease): ObjectKey {
  const { chart, chartRef } = object.spec;
  if (chartRef === undefined && chart !== undefined) return chartKeyOf(object, chart);
  const { kind, name, namespace = '' } = chartRef ?? { kind: 'HelmChart', name: '' };
  const place = namespace === '' ? object.metadata.namespace : namespace;
  return { apiVersion: sourceApiVersion(kind), kind, name, namespace: place };
}

async function readSource(
  key: ObjectKey,
  deps: Deps,
  { client, cache, signal }: ReconcileContext<HelmRelease>,
): Promise<KubeObject> {
  try {
    const cached = deps.gates.DirectSourceFetch ? undefined : await cache.find(key, signal);
    // A watch may lag behind: only the API itself may say that something is missing, or not yet what was asked for.
    if (cached !== undefined && sourceProblem(cached, key) === undefined && key.kind !== 'HelmChart') return cached;
    return await client.get(key, undefined, signal);
  } catch (error) {
    signal.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    const message = `could not get Source object: ${text}`;
    throw new Halt({ kind: 'retry', message, event: false, requeueAfterMs: 'backoff', cause: error });
  }
}

function sourceProblem(source: KubeObject, { kind }: ObjectKey): string | undefined {
  const artifact = artifactOf(source);
  const missing = artifact === undefined ? 'does not have an artifact' : undefined;
  if (kind === 'ExternalArtifact') return missing;
  const conditions = parseConditions(source);
  if (fieldOf(source, 'status', 'observedGeneration') !== source.metadata.generation) {
    const ready = findCondition(conditions, 'Ready');
    return ready?.status === 'False' ? ready.message : 'latest generation of object has not been reconciled';
  }
  if (hasConditionStatus(conditions, { type: 'Stalled', status: 'True' })) {
    return findCondition(conditions, 'Stalled')?.message ?? '';
  }
  return missing;
}
