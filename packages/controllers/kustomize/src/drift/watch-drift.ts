import type { Change } from '@gotk/apply';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { Kustomization } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import type { KindRef } from '@gotk/objects';
import type { Deps } from '../deps.js';
import { GROUP } from '../group.js';
import type { TenantClient } from '../tenant/tenant-clients.js';
import { observingClient } from './observing-client.js';

/** The watch over one Kustomization's objects during and after one application. */
export interface DriftWatch {
  /** The client to apply and prune with. */
  readonly client: KubeClient;
  /** Ends the work on the objects, and watches over their kinds from now on. Calling it again does nothing. */
  readonly settle: (changes: readonly Change[]) => void;
}

/** Watches over what a Kustomization applies in this cluster, so that changes by others are put right at once. */
export function watchDrift(
  { drift }: Deps,
  context: ReconcileContext<Kustomization>,
  { client, isLocal }: TenantClient,
): DriftWatch {
  if (!isLocal) return { client, settle: () => {} };
  const owner = context.key;
  let settled = false;
  drift.hold(owner);
  return {
    client: observingClient(client, { owner, drift }),
    settle(changes) {
      if (settled) return;
      settled = true;
      for (const kind of kindsOf(changes)) watchKind(kind, { drift, context });
      const delayMs = drift.judgeHeld(owner);
      // What is gone again will not become healthy.
      if (delayMs !== undefined) context.wakeAfter(delayMs, { preempts: true });
    },
  };
}

function kindsOf(changes: readonly Change[]): readonly KindRef[] {
  const kinds = changes.filter(({ action }) => action !== 'skipped').map(({ key }) => key);
  return [...new Map(kinds.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }])).values()];
}

function watchKind(
  kind: KindRef,
  { drift, context }: { readonly drift: Deps['drift']; readonly context: ReconcileContext<Kustomization> },
): void {
  context.watch({
    id: 'drift',
    kind,
    labelSelector: `${GROUP}/name`,
    as: 'metadata',
    preempts: true,
    keysFor: (change) => {
      const judged = drift.judge(change);
      return judged === undefined ? [] : [{ ...judged.owner, delayMs: judged.delayMs }];
    },
  });
}
