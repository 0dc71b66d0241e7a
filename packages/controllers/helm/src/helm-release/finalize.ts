import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import { isApiError } from '@gotk/kube-client';
import type { TenantClient } from '@gotk/tenancy';
import type { Deps } from '../deps.js';
import { uninstall } from './actions/uninstall.js';
import { ReleaseProgress } from './release-progress.js';
import { SettledHalt } from './settled-halt.js';
import { deleteChart } from './steps/reconcile-chart.js';

/** Uninstalls the release and deletes the chart that was made for it: the deletion story of a HelmRelease. */
export async function finalizeHelmRelease(deps: Deps, context: ReconcileContext<HelmRelease>): Promise<void> {
  const { object, key } = context;
  const progress = new ReleaseProgress(context, deps.digestAlgorithm);
  deps.dependencies.forget(key);
  deps.drift.forget(key);
  if (object.spec.suspend === true) return;
  if ((progress.fields.storageNamespace ?? '') !== '') await uninstallLast(deps, context, progress);
  await context.step('chart', 'ArtifactFailed', () => deleteChart(deps, context));
}

async function uninstallLast(
  deps: Deps,
  context: ReconcileContext<HelmRelease>,
  progress: ReleaseProgress,
): Promise<void> {
  const tenant = await findClient(deps, context);
  if (tenant === undefined) return;
  const healthOf = (): undefined => undefined;
  try {
    await uninstall({ deps, context, progress, client: tenant.client, healthOf });
  } catch (error) {
    context.signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    throw new SettledHalt({ kind: 'retry', message, requeueAfterMs: 'backoff', cause: error });
  }
  progress.history = [];
  progress.update({ storageNamespace: undefined });
  // What is left to do may fail, and there is no release any more.
  await progress.save();
}

/** The client to uninstall with; `undefined` when what it needs has gone, and the release with it or out of reach. */
async function findClient(deps: Deps, context: ReconcileContext<HelmRelease>): Promise<TenantClient | undefined> {
  const { object, signal, log } = context;
  const skip = (error: string): undefined => {
    log.error('skipping Helm release uninstallation', { error });
    return undefined;
  };
  try {
    const tenant = await deps.clients.clientFor(object, signal);
    const canAct = object.spec.kubeConfig !== undefined || (await deps.clients.canImpersonate(object, signal));
    return canAct ? tenant : skip('the service account is not there');
  } catch (error) {
    signal.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    if (isApiError(error instanceof Error ? error.cause : undefined, 'NotFound')) return skip(text);
    const message = `failed to build REST client getter to uninstall release: ${text}`;
    throw new Halt({ kind: 'retry', reason: 'UninstallFailed', message, event: false, requeueAfterMs: 'backoff' });
  }
}
