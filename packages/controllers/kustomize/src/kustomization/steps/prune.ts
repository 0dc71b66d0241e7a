import { type Change, DeleteError, deleteObjects, type MetadataSelector, renderChange } from '@gotk/apply';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { Kustomization } from '@gotk/flux-types';
import { type Inventory, staleKeys, withKeys } from '@gotk/inventory';
import type { KubeClient } from '@gotk/kube-client';
import type { ObjectKey } from '@gotk/objects';
import { GROUP, ownerLabels } from '../../group.js';

/** Labels and annotations by which objects are never deleted. */
const KEPT: MetadataSelector = [
  [`${GROUP}/prune`, 'disabled'],
  [`${GROUP}/reconcile`, 'disabled'],
  [`${GROUP}/ssa`, 'Ignore'],
];

/**
 * Deletes what the last inventory has and the new one has not, and sets the new one in the status; what could not be
 * deleted stays in it, so that the next reconciliation tries again.
 */
export async function prune(
  context: ReconcileContext<Kustomization>,
  {
    client,
    old,
    current,
  }: { readonly client: KubeClient; readonly old: Inventory | undefined; readonly current: Inventory },
): Promise<void> {
  const { object, status } = context;
  status.update({ inventory: { entries: current.entries.map((entry) => ({ ...entry })) } });
  const stale = staleKeys(old, current);
  if (!object.spec.prune || stale.length === 0) return;
  try {
    tellDeleted(context, await deleteOwned(stale, { context, client }));
  } catch (error) {
    const settled = error instanceof DeleteError ? error.changes.filter(({ action }) => action !== 'unknown') : [];
    const survivors = stale.filter((key) => !settled.some((change) => isSameObject(change.key, key)));
    status.update({ inventory: { entries: withKeys(current, survivors).entries.map((entry) => ({ ...entry })) } });
    throw error;
  }
}

/** Deletes those of the objects that are the Kustomization's own. @throws DeleteError */
export function deleteOwned(
  keys: readonly ObjectKey[],
  { context, client }: { readonly context: ReconcileContext<Kustomization>; readonly client: KubeClient },
): Promise<readonly Change[]> {
  return deleteObjects(keys, { client, ownerLabels: ownerLabels(context.key), exclusions: KEPT }, context.signal);
}

/** Tells what became of the objects, skipped ones included, if there was any. */
export function tellDeleted(context: ReconcileContext<Kustomization>, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const message = changes.map(renderChange).join('\n');
  context.log.info(`garbage collection completed: ${message}`);
  context.event({ severity: 'info', message });
}

function isSameObject(a: ObjectKey, b: ObjectKey): boolean {
  return a.kind === b.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '');
}
