import type { ReconcileContext } from '@gotk/controller-runtime';
import type { KubeObject } from '@gotk/objects';
import { SourceFailure } from '../conditions/source-failure.js';
import type { SourceDeps } from '../source-deps.js';

/** Removes all artifacts of a source that is being deleted. */
export async function removeArtifacts(
  { store }: SourceDeps,
  { key, event }: ReconcileContext<KubeObject>,
  kind: string,
): Promise<void> {
  try {
    if (!(await store.removeAll({ kind, ...key }))) return;
  } catch (cause) {
    const message = `garbage collection for deleted resource failed: ${cause instanceof Error ? cause.message : cause}`;
    throw new SourceFailure({ kind: 'retry', reason: 'GarbageCollectionFailed', message, cause });
  }
  const message = 'garbage collected artifacts for deleted resource';
  event({ severity: 'trace', reason: 'GarbageCollectionSucceeded', message });
}
