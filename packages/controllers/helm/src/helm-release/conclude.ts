import { type Conclusion, diagnosticsOf, type StoryEvent } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import { SettledHalt } from './settled-halt.js';

/** Turns the outcome of a story into conditions, where the story itself has not, with the places of errors beside them. */
export function concludeHelmRelease(conclusion: Conclusion<HelmRelease>): readonly StoryEvent[] {
  const { object, status, outcome } = conclusion;
  const observe = (): void => status.update({ observedGeneration: object.metadata.generation });
  if (outcome.kind === 'done') {
    status.update({ diagnostics: undefined });
    observe();
  }
  if (outcome.kind === 'suspended') observe();
  if (outcome.kind !== 'halted') return [];
  const { halt, reason } = outcome;
  status.update({ diagnostics: diagnosticsOf(halt) });
  if (halt instanceof SettledHalt) {
    if (halt.observed) observe();
    return [];
  }
  status.mark({ type: 'Ready', status: 'False', reason, message: halt.message });
  if (halt.kind === 'stalled') {
    status.removeConditions('Reconciling');
    status.mark({ type: 'Stalled', status: 'True', reason, message: halt.message });
    observe();
  }
  return [];
}
