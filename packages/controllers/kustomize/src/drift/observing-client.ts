import type { ReconcileKey } from '@gotk/controller-runtime';
import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import type { DriftTracker } from './drift-tracker.js';

/** A client through which the tracker sees every object that its owner reads or applies, and every one it deletes. */
export function observingClient(
  client: KubeClient,
  { owner, drift }: { readonly owner: ReconcileKey; readonly drift: DriftTracker },
): KubeClient {
  const observe = <T extends KubeObject | undefined>(object: T): T => {
    if (object !== undefined) drift.observe(owner, object);
    return object;
  };
  return {
    ...client,
    find: async (key, options, signal) => observe(await client.find(key, options, signal)) as never,
    apply: async (object, options, signal) => {
      const applied = await client.apply(object, options, signal);
      return options.dryRun === true ? applied : observe(applied);
    },
    patch: async (key, patch, options, signal) => observe(await client.patch(key, patch, options, signal)) as never,
    delete: async (key, options, signal) => {
      const uid = options?.preconditions?.uid;
      if (uid !== undefined) drift.release(uid);
      return client.delete(key, options, signal);
    },
  };
}
