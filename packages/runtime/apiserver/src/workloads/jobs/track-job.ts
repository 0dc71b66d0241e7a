import type { JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { tell } from '../events/tell.js';
import {
  conditionOf,
  conditionsOf,
  countOf,
  timestamp,
  type WorkloadContext,
  writeStatus,
} from '../workload-context.js';
import { renderIndexes } from './job-indexes.js';
import { hasFailed, hasSucceeded, indexOf, isIndexed, isTracked, releasePod } from './job-pods.js';
import { isSuspended, type JobEnd } from './judge-job.js';
import { matchFailurePolicy } from './match-failure-policy.js';
import { type JobState, uncountedOf } from './observe-job.js';

const COMPONENT = 'job-controller';

/** What became of a Job's pods in this turn. */
export interface JobProgress {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  /** How it ends, once that is decided. */
  readonly end: JobEnd | undefined;
}

/**
 * Tells in the status how a Job fares. Pods that ended are counted once each even if the process dies in between: first their uids
 * are written into the status, then the pods are let go, and only the next status counts them. The end of a Job is told when all
 * its pods are gone and counted.
 */
export async function trackJob(context: WorkloadContext, state: JobState, progress: JobProgress): Promise<void> {
  const { end } = progress;
  const { uncounted, released } = countEnded(state, end);
  const conditions = [...currentConditions(context, state.job, end), ...interimConditions(context, state.job, end)];
  const first = { ...statusOf(context, state, progress), uncountedTerminatedPods: uncounted, ...orNone(conditions) };
  const counted = await writeStatus(context, state.job, first);
  await tellSuspension(context, state.job, end);
  for (const pod of released) await releasePod(context, pod);
  const isOver = end !== undefined && progress.terminating === 0;
  const final = isOver ? [conditionOf(context, counted, finalCondition(end))] : [];
  await writeStatus(context, counted, {
    ...(isIndexed(state.job)
      ? {}
      : { succeeded: orNull(countOf(state.job, 'succeeded') + sizeOf(uncounted.succeeded)) }),
    failed: orNull(countOf(state.job, 'failed') + sizeOf(uncounted.failed)),
    uncountedTerminatedPods: { succeeded: null, failed: null },
    ...orNone([...conditions, ...final]),
    ...(isOver && end.complete ? { completionTime: timestamp(context) } : {}),
  });
  if (isOver) await tellEnd(context, state, end);
}

interface Uncounted {
  readonly succeeded: readonly string[] | null;
  readonly failed: readonly string[] | null;
}

interface EndedPods {
  readonly uncounted: Uncounted & JsonObject;
  /** The pods that nothing keeps any more. */
  readonly released: readonly KubeObject[];
}

function countEnded(state: JobState, end: JobEnd | undefined): EndedPods {
  const { job, pods, replaced } = state;
  const known = uncountedOf(job);
  const succeeded = new Set(known.succeeded);
  const failed = new Set(known.failed);
  const released: KubeObject[] = [];
  for (const pod of pods.filter(isTracked)) {
    const isFailed = hasFailed(pod, job);
    const index = indexOf(pod, job);
    const isKept = index !== undefined && replaced.get(index) === pod;
    if (end === undefined && !hasSucceeded(pod) && (!isFailed || isKept)) continue;
    released.push(pod);
    const uid = pod.metadata.uid ?? '';
    if (hasSucceeded(pod) && !failed.has(uid)) {
      // Those of an indexed Job are counted by their index.
      if (!isIndexed(job)) succeeded.add(uid);
    } else if (isFailed || end?.complete === false) {
      const counts = (!isIndexed(job) || index !== undefined) && matchFailurePolicy(job, pod).counts;
      if (counts) failed.add(uid);
    }
  }
  return { uncounted: { succeeded: listOrNull(succeeded), failed: listOrNull(failed) }, released };
}

function listOrNull(uids: ReadonlySet<string>): readonly string[] | null {
  return uids.size === 0 ? null : [...uids];
}

function sizeOf(uids: readonly string[] | null): number {
  return uids?.length ?? 0;
}

function orNull(count: number): number | null {
  return count === 0 ? null : count;
}

function orNone(conditions: readonly JsonObject[]): JsonObject {
  return conditions.length === 0 ? {} : { conditions };
}

function statusOf(
  context: WorkloadContext,
  { job, done, lost }: JobState,
  { active, ready, terminating, end }: JobProgress,
): JsonObject {
  return {
    startTime: startTime(context, job, end),
    active: orNull(active),
    ready,
    terminating,
    ...(isIndexed(job) ? { succeeded: orNull(done.size), completedIndexes: renderIndexes(done) || null } : {}),
    ...(lost === undefined ? {} : { failedIndexes: renderIndexes(lost) }),
  };
}

/** The time runs anew when a suspended Job goes on. */
function startTime(context: WorkloadContext, job: KubeObject, end: JobEnd | undefined): string | null {
  const known = fieldOf(job, 'status', 'startTime');
  const wanted = changedSuspension(job, end);
  if (wanted === 'True') return null;
  if (typeof known === 'string' && wanted === undefined) return known;
  return isSuspended(job) ? null : timestamp(context);
}

/** What the condition of suspension becomes, when it changes. */
function changedSuspension(job: KubeObject, end: JobEnd | undefined): 'True' | 'False' | undefined {
  if (end !== undefined) return undefined;
  const present = conditionsOf(job).find(({ type }) => type === 'Suspended');
  if (isSuspended(job)) return present?.['status'] === 'True' ? undefined : 'True';
  return present?.['status'] === 'True' ? 'False' : undefined;
}

function currentConditions(context: WorkloadContext, job: KubeObject, end: JobEnd | undefined): readonly JsonObject[] {
  const status = changedSuspension(job, end);
  const present = conditionsOf(job);
  if (status === undefined) return present;
  const [reason, message] = status === 'True' ? ['JobSuspended', 'Job suspended'] : ['JobResumed', 'Job resumed'];
  const changed = conditionOf(context, job, { type: 'Suspended', status, reason, message });
  const isThere = present.some(({ type }) => type === 'Suspended');
  return isThere ? present.map((each) => (each['type'] === 'Suspended' ? changed : each)) : [...present, changed];
}

function interimConditions(context: WorkloadContext, job: KubeObject, end: JobEnd | undefined): readonly JsonObject[] {
  if (end === undefined) return [];
  const type = end.complete ? 'SuccessCriteriaMet' : 'FailureTarget';
  if (conditionsOf(job).some((each) => each['type'] === type && each['status'] === 'True')) return [];
  return [conditionOf(context, job, { type, status: 'True', reason: end.reason, message: end.message })];
}

function finalCondition({ complete, reason, message }: JobEnd) {
  return { type: complete ? 'Complete' : 'Failed', status: 'True', reason, message } as const;
}

async function tellSuspension(context: WorkloadContext, job: KubeObject, end: JobEnd | undefined): Promise<void> {
  const status = changedSuspension(job, end);
  if (status === 'True')
    await tell(context, job, { reason: 'Suspended', message: 'Job suspended', component: COMPONENT });
  if (status === 'False') await tell(context, job, { reason: 'Resumed', message: 'Job resumed', component: COMPONENT });
}

async function tellEnd(context: WorkloadContext, { job, succeeded }: JobState, end: JobEnd): Promise<void> {
  const { complete, reason, message } = end;
  if (!complete) return tell(context, job, { reason, message, component: COMPONENT, type: 'Warning' });
  const completions = fieldOf(job, 'spec', 'completions');
  if (typeof completions === 'number' && succeeded > completions)
    await tell(context, job, {
      reason: 'TooManySucceededPods',
      message: 'Too many succeeded pods running after completion count reached',
      component: COMPONENT,
      type: 'Warning',
    });
  await tell(context, job, { reason: 'Completed', message: 'Job completed', component: COMPONENT });
}
