import type { ArtifactState } from '@gotk/artifact-store';
import type { ReconcileContext } from '@gotk/controller-runtime';
import { type Artifact, artifactOf } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';
import { markDrift } from '../conditions/announce-progress.js';
import type { SourceDeps } from '../source-deps.js';
import { artifactJson } from './artifact-status.js';

/**
 * Brings the storage and what the status says of it together: old artifacts go; an artifact that has gone or was changed
 * is taken out of the status, so that it is built anew; the address of one that is there follows the server's.
 */
export async function reconcileStorage({ store }: SourceDeps, context: ReconcileContext<KubeObject>): Promise<void> {
  const { status, save } = context;
  const artifact = artifactOf(context.object);
  if (artifact !== undefined) await collectGarbage(store, context, artifact);
  const stored = artifact !== undefined && (await isStored(store, context, artifact));
  if (stored) {
    status.update({ artifact: artifactJson({ ...artifact, url: store.urlOf(artifact.path) }) });
    return;
  }
  status.update({ artifact: undefined });
  status.removeConditions('ArtifactInStorage');
  markDrift(status, artifact === undefined ? 'building artifact' : 'building artifact: disappeared from storage');
  await save();
}

/** What cannot be removed now is removed another time. */
async function collectGarbage(
  store: SourceDeps['store'],
  { event, log }: ReconcileContext<KubeObject>,
  artifact: Artifact,
): Promise<void> {
  try {
    const removed = await store.collectGarbage(artifact);
    const message = `garbage collected ${removed} artifacts`;
    if (removed > 0) event({ severity: 'trace', reason: 'GarbageCollectionSucceeded', message });
  } catch (error) {
    log.error('garbage collection of artifacts failed', { error: String(error) });
  }
}

async function isStored(
  store: SourceDeps['store'],
  { event }: ReconcileContext<KubeObject>,
  artifact: Artifact,
): Promise<boolean> {
  const state: ArtifactState = await store.check(artifact);
  if (state.kind === 'corrupt') {
    const message = `failed to verify integrity of artifact: ${state.message}`;
    event({ severity: 'error', reason: 'ArtifactVerificationFailed', message });
    await store.remove(artifact);
  }
  return state.kind === 'stored';
}
