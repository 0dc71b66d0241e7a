import type { ReconcileContext } from '@gotk/controller-runtime';
import { type DriftTracker, watchDrift } from '@gotk/drift-watch';
import type { HelmRelease } from '@gotk/flux-types';
import { keysIn } from '@gotk/inventory';
import type { KubeClient } from '@gotk/kube-client';
import type { TenantClient } from '@gotk/tenancy';
import { detectsDrift } from '../helm-release/release-spec.js';

/** The watch over the objects of one release, while it is worked on and after. */
export interface ReleaseWatch {
  /** The client to work with. */
  readonly client: KubeClient;
  /** Ends the work, and watches over the objects from now on. Calling it again does nothing. */
  settle(): void;
}

/** Watches over what a release applies in this cluster, where drift is looked for, so that changes by others are seen at once. */
export function watchRelease(
  drift: DriftTracker,
  context: ReconcileContext<HelmRelease>,
  { client, isLocal }: TenantClient,
): ReleaseWatch {
  if (!isLocal || !detectsDrift(context.object)) {
    drift.forget(context.key);
    return { client, settle: () => {} };
  }
  const watch = watchDrift(context, { drift, client, preempts: false });
  return {
    client: watch.client,
    // Only this controller writes the inventory.
    settle: () => watch.settle(keysIn(context.status.fields['inventory'] as Parameters<typeof keysIn>[0])),
  };
}
