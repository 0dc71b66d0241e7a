import { Preempted, type ReconcileContext, type Step } from '@gotk/controller-runtime';
import type { Kustomization, KustomizationStatus } from '@gotk/flux-types';
import { recordAttempt } from './history.js';
import type { ResolvedSource } from './steps/resolve-source.js';

/** Writes how an attempt ends into the history. */
export interface AttemptTracker {
  /** Like the context's, and a failure ends the attempt with the step's reason. */
  readonly step: Step;
  succeeded(): void;
}

/** Begins an attempt at what was built. */
export function trackAttempt(
  context: ReconcileContext<Kustomization>,
  { digest, source }: { readonly digest: string; readonly source: ResolvedSource },
): AttemptTracker {
  const { revision, originRevision } = source;
  const metadata = { revision, ...(originRevision === undefined ? {} : { originRevision }) };
  const end = (result: string): void => {
    // Only this controller writes the field.
    const history = context.status.fields['history'] as KustomizationStatus['history'];
    const nowMs = context.nowMs();
    const attempt = { digest, result, nowMs, durationMs: nowMs - context.startedAtMs, metadata };
    context.status.update({ history: recordAttempt(history, attempt) });
  };
  return {
    step: (name, reason, run) =>
      context.step(name, reason, async () => {
        try {
          return await run();
        } catch (error) {
          if (!isCanceled(error)) end(reason);
          throw error;
        }
      }),
    succeeded: () => end('ReconciliationSucceeded'),
  };
}

/** A wait that was given up for something newer is no attempt that ended. */
function isCanceled(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Preempted;
}
