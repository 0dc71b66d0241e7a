import type { Done, ReconcileContext } from '@gotk/controller-runtime';
import { watchDrift } from '@gotk/drift-watch';
import { renderMs } from '@gotk/duration';
import type { Kustomization } from '@gotk/flux-types';
import { inventoryOf } from '@gotk/inventory';
import { dependencyProblem } from '../dependencies/dependency-problem.js';
import type { Deps } from '../deps.js';
import { compileHealth } from '../health/compile-health.js';
import { intervalMs, timeoutMs } from './intervals.js';
import { markReady, revisionMetadata, saveProgress } from './status.js';
import { applyManifests } from './steps/apply-manifests.js';
import { buildObjects } from './steps/build-objects.js';
import { checkHealth } from './steps/check-health.js';
import { openArtifact, requireDirectory } from './steps/open-artifact.js';
import { prune } from './steps/prune.js';
import { requireFeatures } from './steps/require-features.js';
import { type ResolvedSource, resolveSource } from './steps/resolve-source.js';
import { trackAttempt } from './track-attempt.js';

/** Brings the cluster to what the source says: the story of a Kustomization. */
export async function reconcileKustomization(deps: Deps, context: ReconcileContext<Kustomization>): Promise<Done> {
  const { object, step, status, signal } = context;
  const { spec } = object;
  const statusOf = await step('health expressions', 'InvalidCELExpression', () => compileHealth(object, context.nowMs));
  await step('features', 'FeatureGateDisabled', () => requireFeatures(spec, deps.gates));
  const source = await step('source', 'ArtifactFailed', () => resolveSource(deps, context));
  context.annotateEvents(revisionMetadata(source.revision, source.originRevision));
  await step('dependencies', 'DependencyNotReady', () =>
    deps.dependencies.require(context, (dependency) =>
      dependencyProblem({ dependent: object, dependency, revision: source.revision }),
    ),
  );

  await saveProgress(context, progress('Fetching manifests', { object, source }));
  const { tree, directory } = await step('artifact', 'ArtifactFailed', async () => {
    const opened = await openArtifact(deps, source, signal);
    return { tree: opened, directory: requireDirectory(opened, spec.path) };
  });

  status.update({ lastAttemptedRevision: source.revision });
  await saveProgress(context, progress('Building manifests', { object, source }));
  const tenant = await step('client', 'ReconciliationFailed', () => deps.clients.clientFor(object, signal));
  const manifests = await step('build', 'BuildFailed', () => buildObjects(deps, { context, source, tree, directory }));

  await saveProgress(context, progress('Detecting drift', { object, source }));
  const attempt = trackAttempt(context, { digest: manifests.digest, source });
  const { client, settle } = tenant.isLocal
    ? watchDrift(context, { drift: deps.drift, client: tenant.client, preempts: true })
    : { client: tenant.client, settle: () => {} };
  try {
    const changes = await attempt.step('apply', 'ReconciliationFailed', () =>
      applyManifests(deps, context, { manifests, client, memory: deps.memories.of(tenant), statusOf }),
    );
    const current = inventoryOf(changes.map(({ key }) => key));
    await attempt.step('prune', 'PruneFailed', () =>
      prune(context, { client, old: object.status?.inventory, current }),
    );
    settle(changes.filter(({ action }) => action !== 'skipped').map(({ key }) => key));
    const failFast = !deps.gates.DisableFailFastBehavior;
    await attempt.step('health', 'HealthCheckFailed', () =>
      checkHealth(context, { ...source, client, statusOf, changes, failFast, objects: manifests.objects }),
    );
  } finally {
    settle([]);
  }

  status.update({ lastAppliedRevision: source.revision, lastAppliedOriginRevision: source.originRevision });
  markReady(status, source.revision);
  attempt.succeeded();
  return { requeueAfterMs: intervalMs(object) };
}

function progress(
  what: string,
  { object, source }: { readonly object: Kustomization; readonly source: ResolvedSource },
): string {
  return `${what} for revision ${source.revision} with a timeout of ${renderMs(timeoutMs(object))}`;
}
