import { renderMs } from '@gotk/duration';
import type { KustomizationStatus } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';

/** One reconciliation attempt as the history shows it. */
export interface Attempt {
  /** Digest of what was built. */
  readonly digest: string;
  /** Reason of the Ready condition. */
  readonly result: string;
  readonly nowMs: number;
  readonly durationMs: number;
  readonly metadata: Readonly<Record<string, string>>;
}

const MAX_SNAPSHOTS = 5;

/** The history with this attempt in front: counted up where the same digest had the same result before. */
export function recordAttempt(history: KustomizationStatus['history'], attempt: Attempt): readonly JsonObject[] {
  const { digest, result, metadata } = attempt;
  const snapshots = history ?? [];
  const before = snapshots.find((each) => each.digest === digest && each.lastReconciledStatus === result);
  const now = `${new Date(attempt.nowMs).toISOString().slice(0, 19)}Z`;
  const snapshot: JsonObject = {
    digest,
    firstReconciled: before?.firstReconciled ?? now,
    lastReconciled: now,
    lastReconciledDuration: renderMs(attempt.durationMs),
    lastReconciledStatus: result,
    totalReconciliations: (before?.totalReconciliations ?? 0) + 1,
    metadata,
  };
  const others = snapshots.filter((each) => each !== before).map((each): JsonObject => ({ ...each }));
  return [snapshot, ...others].slice(0, MAX_SNAPSHOTS);
}
