import type { ReconcileKey } from '@gotk/controller-runtime';
import type { KubeClient } from '@gotk/kube-client';
import { type KubeObject, keyOf, type ObjectKey } from '@gotk/objects';
import type { DriftTracker } from './drift-tracker.js';

/** A client through which the tracker sees every object that its owner reads or writes, and every one it deletes. */
export function observingClient(
  client: KubeClient,
  { owner, drift }: { readonly owner: ReconcileKey; readonly drift: DriftTracker },
): KubeClient {
  // To recreate an object it is deleted by its name alone.
  const uids = new Map<string, string>();
  const observe = <T extends KubeObject | undefined>(object: T): T => {
    if (object === undefined) return object;
    drift.observe(owner, object);
    if (object.metadata.uid !== undefined) uids.set(idOf(keyOf(object)), object.metadata.uid);
    return object;
  };
  return {
    ...client,
    get: async (key, options, signal) => observe(await client.get(key, options, signal)) as never,
    find: async (key, options, signal) => observe(await client.find(key, options, signal)) as never,
    create: async (object, options, signal) => observe(await client.create(object, options, signal)),
    replace: async (object, options, signal) => observe(await client.replace(object, options, signal)),
    apply: async (object, options, signal) => {
      const applied = await client.apply(object, options, signal);
      return options.dryRun === true ? applied : observe(applied);
    },
    patch: async (key, patch, options, signal) => observe(await client.patch(key, patch, options, signal)) as never,
    delete: async (key, options, signal) => {
      const uid = options?.preconditions?.uid ?? uids.get(idOf(key));
      if (uid !== undefined) drift.release(uid);
      return client.delete(key, options, signal);
    },
  };
}

function idOf({ apiVersion, kind, namespace = '', name }: ObjectKey): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}
