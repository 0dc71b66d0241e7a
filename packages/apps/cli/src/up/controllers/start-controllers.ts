import { createManager, type Informers, type ReconcileKey } from '@gotk/controller-runtime';
import { createEventRecorder } from '@gotk/events';
import type { KubeClient } from '@gotk/kube-client';
import type { ClosingStack } from '../closing-stack.js';
import type { DataFolder } from '../cluster/data-folder.js';

/** The controllers of this process. */
export interface Controllers {
  readonly informers: Informers;
  /** Kinds that they reconcile. */
  readonly handledKinds: ReadonlySet<string>;
  /** Re-queues one object now. */
  enqueue(kind: string, key: ReconcileKey): void;
}

interface Surroundings {
  readonly data: DataFolder;
  readonly closing: ClosingStack;
  readonly signal: AbortSignal;
}

/** Starts every controller there is, with their shared watches. */
export async function startControllers(client: KubeClient, { closing }: Surroundings): Promise<Controllers> {
  const manager = createManager({
    client,
    controllerName: 'flux',
    events: createEventRecorder({ client }),
  });
  const stop = new AbortController();
  const stopped = manager.start(stop.signal);
  closing.push(async () => {
    stop.abort();
    await stopped;
  });
  await manager.whenReady();
  return { informers: manager.informers, handledKinds: new Set(), enqueue: (kind, key) => manager.enqueue(kind, key) };
}
