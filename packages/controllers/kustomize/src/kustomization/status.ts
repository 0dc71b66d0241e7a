import {
  type Conclusion,
  diagnosticsOf,
  type ReconcileContext,
  type StatusDraft,
  type StoryEvent,
} from '@gotk/controller-runtime';
import { renderMs } from '@gotk/duration';
import type { Kustomization } from '@gotk/flux-types';
import { GROUP } from '../group.js';
import { intervalMs } from './intervals.js';

/** Tells how far a reconciliation is. The first telling also makes Ready unknown. */
export async function saveProgress(context: ReconcileContext<Kustomization>, message: string): Promise<void> {
  const { status } = context;
  if (status.condition('Ready')?.reason !== 'Progressing') {
    status.mark({ type: 'Ready', status: 'Unknown', reason: 'Progressing', message: 'Reconciliation in progress' });
  }
  markReconciling(status, message);
  await context.save();
}

/** Says Reconciling=True, which takes Stalled away. */
export function markReconciling(status: StatusDraft, message: string): void {
  status.removeConditions('Stalled');
  status.mark({ type: 'Reconciling', status: 'True', reason: 'Progressing', message });
}

/** Says that the revision was applied. */
export function markReady(status: StatusDraft, revision: string): void {
  const message = `Applied revision: ${revision}`;
  status.mark({ type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded', message });
}

/** The metadata by which events name the revision they are about. */
export function revisionMetadata(
  revision: string | undefined,
  originRevision: string | undefined,
): Readonly<Record<string, string>> {
  return {
    ...(revision === undefined || revision === '' ? {} : { [`${GROUP}/revision`]: revision }),
    ...(originRevision === undefined || originRevision === '' ? {} : { [`${GROUP}/originRevision`]: originRevision }),
  };
}

/** Turns the outcome of a story into conditions, as Flux does, with the places of errors beside them. */
export function concludeKustomization(conclusion: Conclusion<Kustomization>): readonly StoryEvent[] {
  const { object, status, outcome } = conclusion;
  const deleting = object.metadata.deletionTimestamp !== undefined;
  if (outcome.kind === 'halted' && !deleting) markHalted(conclusion);
  if (outcome.kind === 'done') status.update({ diagnostics: undefined });
  const ready = status.condition('Ready')?.status;
  if (ready === 'True') {
    status.removeConditions('Reconciling');
    status.update({ observedGeneration: object.metadata.generation });
  }
  const reconciling = status.condition('Reconciling');
  if (ready === 'False' && reconciling !== undefined) status.mark({ ...reconciling, reason: 'ProgressingWithRetry' });
  return ready === 'True' && outcome.kind !== 'suspended' && object.spec.suspend !== true ? [finished(conclusion)] : [];
}

function markHalted({ object, status, outcome }: Conclusion<Kustomization>): void {
  if (outcome.kind !== 'halted') return;
  const { halt, reason } = outcome;
  status.mark({ type: 'Ready', status: 'False', reason, message: halt.message });
  status.update({ diagnostics: diagnosticsOf(halt) });
  if (halt.kind !== 'stalled') return;
  status.removeConditions('Reconciling');
  status.mark({ type: 'Stalled', status: 'True', reason, message: halt.message });
  // Only an expression that cannot be compiled counts as an answer to this generation.
  if (reason === 'InvalidCELExpression') status.update({ observedGeneration: object.metadata.generation });
}

function finished({ object, status, durationMs }: Conclusion<Kustomization>): StoryEvent {
  const took = renderMs(durationMs);
  const next = renderMs(intervalMs(object));
  const { lastAppliedRevision, lastAppliedOriginRevision } = status.fields as Readonly<Record<string, string>>;
  return {
    severity: 'info',
    message: `Reconciliation finished in ${took}, next run in ${next}`,
    metadata: {
      ...revisionMetadata(lastAppliedRevision, lastAppliedOriginRevision),
      [`${GROUP}/commit_status`]: 'update',
    },
  };
}
