import { fieldOf, type KubeObject } from '@gotk/objects';
import {
  conditionsOf,
  controlledBy,
  countOf,
  ending,
  timestamp,
  type WorkloadContext,
  writeStatus,
} from '../workload-context.js';
import { endOf, indexOf, isTracked, releasePod, uncountedOf } from './job-pods.js';
import type { JobCounts } from './judge-job.js';

/** Kubernetes has no Jobs with more indexes that may be done out of order. */
const MAX_INDEXES = 100_000;

/**
 * Counts pods that ended, each once even if the process dies in between: first their uids are written into the status, then the
 * pods are let go, and only the next status counts them.
 */
export async function countEnded(context: WorkloadContext, job: KubeObject): Promise<Omit<JobCounts, 'active'>> {
  const pods = [...controlledBy(context, 'Pod', job), ...ending(context, 'Pod', job)];
  const uncounted = uncountedOf(job);
  const known = new Set([...uncounted.succeeded, ...uncounted.failed]);
  const ended = pods.filter((pod) => isTracked(pod) && endOf(pod) !== undefined);
  // Once enough have succeeded, those that are deleted for it have not failed.
  const hasSucceeded = conditionsOf(job).some(({ type, status }) => type === 'SuccessCriteriaMet' && status === 'True');
  const counted = ended.filter((pod) => !hasSucceeded || hasPhaseOfEnd(pod));
  const uidsOf = (end: string): readonly string[] =>
    counted
      .filter((pod) => endOf(pod) === end && !known.has(pod.metadata.uid ?? ''))
      .map(({ metadata: { uid = '' } }) => uid);
  const [succeeded, failed] = [
    [...uncounted.succeeded, ...uidsOf('succeeded')],
    [...uncounted.failed, ...uidsOf('failed')],
  ];
  const indexes = new Set([...completedIndexes(job), ...indexesOf(pods)]);
  if (succeeded.length + failed.length > known.size)
    await writeStatus(context, job, {
      startTime: fieldOf(job, 'status', 'startTime') ?? timestamp(context),
      uncountedTerminatedPods: {
        ...(succeeded.length === 0 ? {} : { succeeded }),
        ...(failed.length === 0 ? {} : { failed }),
      },
    });
  for (const pod of ended) await releasePod(context, pod);
  return {
    succeeded: countOf(job, 'succeeded') + succeeded.length,
    failed: countOf(job, 'failed') + failed.length,
    indexes,
  };
}

function hasPhaseOfEnd(pod: KubeObject): boolean {
  const phase = fieldOf(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function indexesOf(pods: readonly KubeObject[]): readonly number[] {
  return pods
    .filter((pod) => endOf(pod) === 'succeeded')
    .map(indexOf)
    .filter((index) => index !== undefined);
}

function completedIndexes(job: KubeObject): readonly number[] {
  const text = String(fieldOf(job, 'status', 'completedIndexes') ?? '');
  return text
    .split(',')
    .filter((interval) => interval !== '')
    .flatMap((interval) => {
      const [start = 0, end = start] = interval.split('-').map(Number);
      const length = Math.max(0, Math.min(MAX_INDEXES, end - start + 1));
      return Array.from({ length }, (_, offset) => start + offset);
    });
}
