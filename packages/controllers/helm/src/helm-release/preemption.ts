import { Preempted } from '@gotk/controller-runtime';

/** What ended a wait of a failed action, when that is why it has failed. */
export function preemptionIn(failure: unknown): Preempted | undefined {
  for (let error = failure; error instanceof Error; error = error.cause) if (error instanceof Preempted) return error;
  return undefined;
}
