import { fieldOf, type KubeObject } from '@gotk/objects';
import { conditionsOf } from '../workload-context.js';
import { matchSuccessPolicy } from './match-success-policy.js';

/** How the pods of a Job fared. */
export interface JobCounts {
  readonly succeeded: number;
  readonly failed: number;
  readonly active: number;
  /** The completions of an indexed Job that are done. */
  readonly indexes: ReadonlySet<number>;
}

/** What is to become of a Job: it goes on with so many pods, is suspended, or ends. */
export type JobVerdict =
  | { readonly kind: 'run'; readonly active: number; readonly wakeAfterMs?: number }
  | { readonly kind: 'suspend'; readonly wakeAfterMs?: undefined }
  | {
      readonly kind: 'end';
      readonly complete: boolean;
      readonly reason: string;
      readonly message: string;
      readonly wakeAfterMs?: undefined;
    };

/** Decides how a Job goes on, by Kubernetes' rules. */
export function judgeJob(job: KubeObject, counts: JobCounts, nowMs: number): JobVerdict {
  const number = (name: string): number | undefined => {
    const value = fieldOf(job, 'spec', name);
    return typeof value === 'number' ? value : undefined;
  };
  const decided = decidedEnd(job);
  if (decided !== undefined) return decided;
  const isIndexed = fieldOf(job, 'spec', 'completionMode') === 'Indexed';
  const done = isIndexed ? counts.indexes.size : counts.succeeded;
  const completions = number('completions');
  const met = isIndexed ? matchSuccessPolicy(job, counts.indexes) : undefined;
  if (met !== undefined) return ended(true, 'SuccessPolicy', met);
  if (counts.failed > (number('backoffLimit') ?? 6))
    return ended(false, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const leftMs = deadlineLeft(job, number('activeDeadlineSeconds'), nowMs);
  const isSuspended = fieldOf(job, 'spec', 'suspend') === true;
  if (leftMs !== undefined && leftMs <= 0 && !isSuspended)
    return ended(false, 'DeadlineExceeded', 'Job was active longer than specified deadline');
  const isDone = completions === undefined ? done > 0 && counts.active === 0 : done >= completions;
  if (isDone) return ended(true, 'CompletionsReached', 'Reached expected number of succeeded pods');
  if (isSuspended) return { kind: 'suspend' };
  const parallelism = number('parallelism') ?? 1;
  // Without a number of completions the first success means that no more work is left.
  const active =
    completions === undefined ? (done > 0 ? counts.active : parallelism) : Math.min(parallelism, completions - done);
  return { kind: 'run', active, ...(leftMs === undefined ? {} : { wakeAfterMs: leftMs }) };
}

/** The end that was decided on before, while pods were still there. */
function decidedEnd(job: KubeObject): JobVerdict | undefined {
  const target = conditionsOf(job).find(
    ({ type, status }) => (type === 'FailureTarget' || type === 'SuccessCriteriaMet') && status === 'True',
  );
  if (target === undefined) return undefined;
  const { type, reason, message } = target;
  return ended(type === 'SuccessCriteriaMet', String(reason ?? ''), String(message ?? ''));
}

function ended(complete: boolean, reason: string, message: string): JobVerdict {
  return { kind: 'end', complete, reason, message };
}

function deadlineLeft(job: KubeObject, seconds: number | undefined, nowMs: number): number | undefined {
  const started = fieldOf(job, 'status', 'startTime');
  if (seconds === undefined || typeof started !== 'string') return undefined;
  return Date.parse(started) + seconds * 1000 - nowMs;
}
