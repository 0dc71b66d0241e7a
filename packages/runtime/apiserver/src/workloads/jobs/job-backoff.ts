import { endTime } from './job-pods.js';
import { failuresBefore, type JobState } from './observe-job.js';

const FIRST_MS = 10_000;
const LONGEST_MS = 600_000;

/** How often a Job's pods failed since one last succeeded, and when the last did. */
export interface Failures {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly lastMs: number;
}

/** Counts on with the pods that ended since. */
export function countFailures(before: Failures, { newlySucceeded, newlyFailed }: JobState): Failures {
  const lastSuccessMs = Math.max(...newlySucceeded.map(endTime));
  const failed = newlyFailed.map(endTime).filter((time) => time > lastSuccessMs);
  const known = newlySucceeded.length > 0 ? { count: 0, lastMs: 0 } : before;
  return { count: known.count + failed.length, lastMs: Math.max(known.lastMs, ...failed) };
}

/** How long to wait until a pod is made again: ten seconds after the first failure, twice as long after each further one. */
export function backoffLeft({ count, lastMs }: Failures, nowMs: number): number {
  if (count === 0) return 0;
  return Math.max(0, Math.min(LONGEST_MS, FIRST_MS * 2 ** (count - 1)) - (nowMs - lastMs));
}

/** How long to wait until an index has a pod again. */
export function indexBackoffLeft({ replaced }: JobState, index: number, nowMs: number): number {
  const pod = replaced.get(index);
  return pod === undefined ? 0 : backoffLeft({ count: failuresBefore(pod) + 1, lastMs: endTime(pod) }, nowMs);
}
