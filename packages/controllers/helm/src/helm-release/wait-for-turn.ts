import { Preempted, type ReconcileContext } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import { HELM_RELEASE } from '../group.js';

/**
 * Waits without holding a worker. A mere request to reconcile ends no wait: what is waited for is still wanted.
 * @throws Preempted when something else is wanted, if the wait may be ended.
 */
export async function waitForTurn<T>(
  context: ReconcileContext<HelmRelease>,
  run: (signal: AbortSignal) => Promise<T>,
  interruptible: boolean,
): Promise<T> {
  const abortable = (signal: AbortSignal): Promise<T> => run(AbortSignal.any([signal, context.signal]));
  if (!interruptible) return context.park(abortable, { preemptible: false });
  try {
    return await context.park(abortable);
  } catch (error) {
    if (!(error instanceof Preempted) || (await isOtherwiseWanted(error, context))) throw error;
    return context.park(abortable, { preemptible: false });
  }
}

async function isOtherwiseWanted({ trigger }: Preempted, context: ReconcileContext<HelmRelease>): Promise<boolean> {
  if (trigger.kind !== HELM_RELEASE.kind) return true;
  const latest = await context.client.find({ ...HELM_RELEASE, ...context.key }, undefined, context.signal);
  return latest?.metadata.generation !== context.object.metadata.generation;
}
