import type { Conclusion, StoryEvent } from './controller.js';

/**
 * How Flux's appliers (Kustomization, HelmRelease) conclude.
 *
 * A halt says Ready=False with its reason, and Stalled=True in place of Reconciling when only a person can help; a
 * Reconciling that stays turns into ProgressingWithRetry. Ready=True ends Reconciling and Stalled and observes the generation.
 * Whatever says Ready=True in a `done` story is the story's own.
 */
export function concludeApplier({ object, status, outcome }: Conclusion): readonly StoryEvent[] {
  if (outcome.kind === 'halted') {
    const { halt, reason } = outcome;
    status.mark({ type: 'Ready', status: 'False', reason, message: halt.message });
    if (halt.kind === 'stalled') {
      status.removeConditions('Reconciling');
      status.mark({ type: 'Stalled', status: 'True', reason, message: halt.message });
    }
  }
  const ready = status.condition('Ready')?.status;
  if (ready === 'True') {
    status.removeConditions('Reconciling');
    status.update({ observedGeneration: object.metadata.generation });
  }
  const reconciling = status.condition('Reconciling');
  if (ready === 'False' && reconciling !== undefined) status.mark({ ...reconciling, reason: 'ProgressingWithRetry' });
  return [];
}
