import type { ReconcileContext } from '@gotk/controller-runtime';
import type { KubeClient } from '@gotk/kube-client';
import type { KindRef } from '@gotk/objects';
import type { DriftTracker } from './drift-tracker.js';
import { observingClient } from './observing-client.js';

export interface WatchDriftOptions {
  readonly drift: DriftTracker;
  /** The client that the objects are worked on with. */
  readonly client: KubeClient;
  /** Whether drift ends a wait of the owner, e.g. for the health of what is gone again. */
  readonly preempts: boolean;
}

/** The watch over one owner's objects, while they are worked on and after. */
export interface DriftWatch {
  /** The client to work with. */
  readonly client: KubeClient;
  /** Ends the work, and watches over the objects of these kinds from now on. Calling it again does nothing. */
  readonly settle: (kinds: readonly KindRef[]) => void;
}

/** Watches over what an object applies in the cluster that its controller watches, so that changes by others are seen at once. */
export function watchDrift(
  context: Pick<ReconcileContext, 'key' | 'watch' | 'wakeAfter'>,
  { drift, client, preempts }: WatchDriftOptions,
): DriftWatch {
  const owner = context.key;
  let settled = false;
  drift.hold(owner);
  return {
    client: observingClient(client, { owner, drift }),
    settle(kinds) {
      if (settled) return;
      settled = true;
      for (const kind of distinct(kinds)) context.watch(drift.watchRule(kind, { preempts }));
      const delayMs = drift.judgeHeld(owner);
      if (delayMs !== undefined) context.wakeAfter(delayMs, { preempts });
    },
  };
}

function distinct(kinds: readonly KindRef[]): readonly KindRef[] {
  return [...new Map(kinds.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }])).values()];
}
