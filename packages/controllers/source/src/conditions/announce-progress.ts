import type { ReconcileContext, StatusDraft } from '@gotk/controller-runtime';
import { fieldOf, type KubeObject } from '@gotk/objects';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/** Says that a reconciliation has begun; for a new generation or on request at once, so that people see it. */
export async function announceStart({ object, status, save }: ReconcileContext<KubeObject>): Promise<void> {
  const { generation, annotations } = object.metadata;
  const observed = fieldOf(object, 'status', 'observedGeneration') ?? 0;
  const requested = annotations?.[REQUESTED_AT];
  if (generation !== observed) {
    markProgress(status, `processing object: new generation ${observed} -> ${generation}`);
    await save();
  } else {
    markProgress(status, 'reconciliation in progress');
    if (requested !== undefined && requested !== fieldOf(object, 'status', 'lastHandledReconcileAt')) await save();
  }
}

/** Reconciling, and Ready where nothing better is known of it. */
export function markProgress(status: StatusDraft, message: string): void {
  markReconciling(status, message);
  const ready = status.condition('Ready');
  if (ready === undefined || ready.status === 'Unknown') markReadyUnknown(status, message);
}

/** Reconciling, with a Ready that is in doubt because what is stored is not what should be. */
export function markDrift(status: StatusDraft, message: string): void {
  markReconciling(status, message);
  markReadyUnknown(status, message);
}

function markReconciling(status: StatusDraft, message: string): void {
  status.removeConditions('Stalled');
  status.mark({ type: 'Reconciling', status: 'True', reason: 'Progressing', message });
}

function markReadyUnknown(status: StatusDraft, message: string): void {
  status.mark({ type: 'Ready', status: 'Unknown', reason: 'Progressing', message });
}
