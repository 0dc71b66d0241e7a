import { waitForTermination } from '@gotk/apply';
import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import { observingClient } from '@gotk/drift-watch';
import type { Kustomization } from '@gotk/flux-types';
import { keysIn } from '@gotk/inventory';
import { type ObjectKey, renderObjectName } from '@gotk/objects';
import type { Deps } from '../deps.js';
import { timeoutMs } from './intervals.js';
import { revisionMetadata } from './status.js';
import { deleteOwned, tellDeleted } from './steps/prune.js';

/** Deletes what was applied, if the deletion policy says so: the deletion story of a Kustomization. */
export async function finalizeKustomization(deps: Deps, context: ReconcileContext<Kustomization>): Promise<void> {
  const { object, signal } = context;
  const { lastAppliedRevision, lastAppliedOriginRevision } = object.status ?? {};
  context.annotateEvents(revisionMetadata(lastAppliedRevision, lastAppliedOriginRevision));
  const keys = keysToDelete(object);
  if (keys.length > 0) {
    if (await deps.clients.canImpersonate(object, signal)) await deleteAll(keys, { deps, context });
    else tellUnableToPrune(keys, context);
  }
  deps.dependencies.forget(context.key);
  deps.drift.forget(context.key);
}

/** The inventory, when objects go with their Kustomization: never with a suspended one. */
function keysToDelete({ spec, status }: Kustomization): readonly ObjectKey[] {
  if (spec.suspend === true) return [];
  switch (spec.deletionPolicy ?? 'MirrorPrune') {
    case 'Orphan':
      return [];
    case 'MirrorPrune':
      return spec.prune ? keysIn(status?.inventory) : [];
    case 'Delete':
    case 'WaitForTermination':
      return keysIn(status?.inventory);
  }
}

async function deleteAll(
  keys: readonly ObjectKey[],
  { deps, context }: { readonly deps: Deps; readonly context: ReconcileContext<Kustomization> },
): Promise<void> {
  const { object, signal } = context;
  const tenant = await deps.clients.clientFor(object, signal);
  const client = observingClient(tenant.client, { owner: context.key, drift: deps.drift });
  const changes = await deleteOwned(keys, { context, client }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw pruningFailed(error);
  });
  tellDeleted(context, changes);
  if (object.spec.deletionPolicy !== 'WaitForTermination') return;
  const deleted = changes.filter(({ action }) => action === 'deleted').map(({ key }) => key);
  try {
    await context.park((wait) => waitForTermination(deleted, { client, timeoutMs: timeoutMs(object) }, wait));
  } catch (error) {
    signal.throwIfAborted();
    tellStillThere(context, error);
  }
}

function pruningFailed(error: unknown): Halt {
  return new Halt({
    kind: 'retry',
    message: error instanceof Error ? error.message : String(error),
    event: { severity: 'error', message: 'pruning for deleted resource failed' },
    requeueAfterMs: 'backoff',
    cause: error,
  });
}

/** Objects that take too long do not keep their Kustomization. */
function tellStillThere(context: ReconcileContext<Kustomization>, error: unknown): void {
  const message = 'failed to wait for resources termination';
  context.log.error(message, { error: error instanceof Error ? error.message : String(error) });
  context.event({ severity: 'error', message });
}

/** Without the account nothing can be deleted; the Kustomization goes all the same, and says what it leaves. */
function tellUnableToPrune(keys: readonly ObjectKey[], context: ReconcileContext<Kustomization>): void {
  const message = `unable to prune objects: \n${keys.map(renderObjectName).join('\n')}`;
  context.log.error(message, { error: 'skiping pruning, failed to find account to impersonate' });
  context.event({ severity: 'error', message });
}
