import type { ReconcileContext, ReconcileKey } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import { keysIn } from '@gotk/inventory';
import type { KubeClient } from '@gotk/kube-client';
import { type KubeObject, keyOf } from '@gotk/objects';
import { GROUP } from '../group.js';
import { detectsDrift } from '../helm-release/release-spec.js';
import { resourceId } from '../resources/resource.js';
import type { TenantClient } from '../tenant/tenant-clients.js';
import type { ReleaseDriftTracker } from './release-drift-tracker.js';

/** The watch over the objects of one release, while it is worked on and after. */
export interface ReleaseWatch {
  /** The client to work with. */
  readonly client: KubeClient;
  /** Ends the work, and watches over the objects from now on. Calling it again does nothing. */
  settle(): void;
}

/** Watches over what a release applies in this cluster, where drift is looked for, so that changes by others are seen at once. */
export function watchRelease(
  drift: ReleaseDriftTracker,
  context: ReconcileContext<HelmRelease>,
  { client, isLocal }: TenantClient,
): ReleaseWatch {
  if (!isLocal || !detectsDrift(context.object)) {
    drift.forget(context.key);
    return { client, settle: () => {} };
  }
  let settled = false;
  drift.hold(context.key);
  return {
    client: observingClient(client, { owner: context.key, drift }),
    settle() {
      if (settled) return;
      settled = true;
      watchKinds(drift, context);
      const delayMs = drift.judgeHeld(context.key);
      if (delayMs !== undefined) context.wakeAfter(delayMs);
    },
  };
}

function watchKinds(drift: ReleaseDriftTracker, context: ReconcileContext<HelmRelease>): void {
  // Only this controller writes the inventory.
  const keys = keysIn(context.status.fields['inventory'] as Parameters<typeof keysIn>[0]);
  const kinds = new Map(keys.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
  for (const kind of kinds.values()) {
    context.watch({
      id: 'drift',
      kind,
      labelSelector: `${GROUP}/name`,
      as: 'metadata',
      keysFor: (change) => {
        const judged = drift.judge(change);
        return judged === undefined ? [] : [{ ...judged.owner, delayMs: judged.delayMs }];
      },
    });
  }
}

/** A client through which the tracker sees every object that its owner reads or writes, and every one it deletes. */
function observingClient(
  client: KubeClient,
  { owner, drift }: { readonly owner: ReconcileKey; readonly drift: ReleaseDriftTracker },
): KubeClient {
  const uids = new Map<string, string>();
  const observe = <T extends KubeObject | undefined>(object: T): T => {
    if (object === undefined) return object;
    drift.observe(owner, object);
    if (object.metadata.uid !== undefined) uids.set(resourceId(keyOf(object)), object.metadata.uid);
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
      const uid = uids.get(resourceId(key));
      if (uid !== undefined) drift.release(uid);
      return client.delete(key, options, signal);
    },
  };
}
