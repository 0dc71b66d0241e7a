import type { Conclusion, StatusDraft, StoryEvent } from '@gotk/controller-runtime';
import type { ArtifactGenerator } from '@gotk/flux-types';

const IN_PROGRESS = 'Reconciliation in progress';

/** Says that artifacts are being made. */
export function markInProgress(status: StatusDraft): void {
  status.removeConditions('Stalled');
  status.mark({ type: 'Reconciling', status: 'True', reason: 'Progressing', message: IN_PROGRESS });
  status.mark({ type: 'Ready', status: 'Unknown', reason: 'Progressing', message: IN_PROGRESS });
}

/** How the stories of generators end; the story itself says Ready=True. */
export function concludeGenerator({ status, outcome }: Conclusion<ArtifactGenerator>): readonly StoryEvent[] {
  if (outcome.kind === 'suspended') return concludeDisabled(status);
  if (outcome.kind === 'halted') {
    const { halt, reason } = outcome;
    status.mark({ type: 'Ready', status: 'False', reason, message: halt.message });
    if (halt.kind === 'stalled') status.mark({ type: 'Stalled', status: 'True', reason, message: halt.message });
  }
  const ready = status.condition('Ready')?.status;
  const reconciling = status.condition('Reconciling');
  if (ready === 'False' && reconciling !== undefined) status.mark({ ...reconciling, reason: 'ProgressingWithRetry' });
  if (ready === 'True' || status.condition('Stalled') !== undefined) status.removeConditions('Reconciling');
  return [];
}

/** One that was never active says why it has nothing to show. */
function concludeDisabled(status: StatusDraft): readonly StoryEvent[] {
  const reason = 'ReconciliationDisabled';
  if (status.condition('Ready') === undefined) {
    const message = 'Initialized with reconciliation suspended';
    status.mark({ type: 'Ready', status: 'True', reason, message });
  }
  return [{ severity: 'trace', reason, message: 'Reconciliation is disabled' }];
}
