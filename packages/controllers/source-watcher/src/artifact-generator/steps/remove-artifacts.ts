import type { ReconcileContext } from '@gotk/controller-runtime';
import type { ArtifactGenerator } from '@gotk/flux-types';
import { isApiError } from '@gotk/kube-client';
import type { WatcherDeps } from '../../watcher-deps.js';
import { EXTERNAL_ARTIFACT } from '../kinds.js';
import type { InventoryEntry } from './apply-artifact.js';

/** What was made before and is not any more. */
export function orphansOf(
  before: readonly InventoryEntry[],
  made: readonly InventoryEntry[],
): readonly InventoryEntry[] {
  return before.filter((old) => !made.some(({ namespace, name }) => namespace === old.namespace && name === old.name));
}

/** Removes artifacts from the storage and the cluster; what fails is logged, and stops nothing. */
export async function removeArtifacts(
  { store }: WatcherDeps,
  { client, log, signal }: ReconcileContext<ArtifactGenerator>,
  entries: readonly InventoryEntry[],
): Promise<void> {
  for (const { namespace, name } of entries) {
    try {
      await store.removeAll({ kind: EXTERNAL_ARTIFACT.kind, namespace, name });
      await client.delete({ ...EXTERNAL_ARTIFACT, namespace, name }, undefined, signal);
      log.info(`${EXTERNAL_ARTIFACT.kind}/${namespace}/${name} deleted from cluster`);
    } catch (error) {
      if (!isApiError(error, 'NotFound')) log.error('Failed to delete ExternalArtifact', { error: String(error) });
    }
  }
}
