import { fieldOf, type KubeObject } from '@gotk/objects';
import { claim } from '../claim-pods.js';
import { createPods } from '../create-pods.js';
import { tell } from '../events/tell.js';
import { isPodReady } from '../pod-template.js';
import { byDispensability } from '../replica-sets.js';
import { conditionsOf, deleteObject, ownedBy, type WorkloadContext } from '../workload-context.js';
import { backoffLeft, countFailures, type Failures } from './job-backoff.js';
import { isActive, isTracked, JOB_TRACKING, releasePod, trackedPods } from './job-pods.js';
import { jobWorker } from './job-worker.js';
import { deadlineLeft, judgeCompletions, judgeJob } from './judge-job.js';
import { type JobState, observeJob } from './observe-job.js';
import { type JobPlan, planPods } from './plan-pods.js';
import { type JobProgress, trackJob } from './track-job.js';

const COMPONENT = 'job-controller';
const OWN_NAME = 'kubernetes.io/job-controller';
const MAX_REMEMBERED = 5000;

/** Runs a Job: pods until enough have succeeded, or more have failed than its limits and policies allow. */
export async function reconcileJob(context: WorkloadContext, job: KubeObject): Promise<void> {
  if ((fieldOf(job, 'spec', 'managedBy') ?? OWN_NAME) !== OWN_NAME) return;
  const finishedAt = finishTime(job);
  if (finishedAt !== undefined || job.metadata.deletionTimestamp !== undefined) {
    await releaseAll(context, job);
    if (finishedAt !== undefined) await cleanUpLater(context, job, finishedAt);
    return;
  }
  await claim(context, job, { kind: 'Pod', finalizer: JOB_TRACKING });
  const nowMs = context.now().getTime();
  const state = observeJob(job, ownedBy(context, 'Pod', job));
  const failures = rememberFailures(context, state);
  const decided = judgeJob(state, nowMs);
  const leftMs = deadlineLeft(job, nowMs);
  if (decided === undefined && leftMs !== undefined) context.wakeAfter(job, leftMs);
  if (decided !== undefined) return trackJob(context, state, { ...(await stop(context, state)), end: decided });
  // Where there are nodes, failures are simulated, and nobody has to wait for them.
  const backoffMs = context.hasNode ? undefined : backoffLeft(failures, nowMs);
  // One more than there may be, so that it is told that there are no more.
  const most = context.budget.maxPods + 1;
  const plan = planPods(state, { nowMs, backoffMs, most, byDispensability });
  if (plan.waitMs !== undefined) context.wakeAfter(job, plan.waitMs);
  const { error, ...pods } = await carryOut(context, state, plan);
  await trackJob(context, state, { ...pods, end: judgeCompletions(state, pods.active) });
  if (error !== undefined) throw error;
}

/** Lets the pods of a Job that is no more go. */
export async function releaseOrphans(context: WorkloadContext, key: string): Promise<void> {
  await context.feed('Job').synced;
  if (context.feed('Job').objects.has(key)) return;
  const [namespace = '', name = ''] = key.split('/');
  for (const pod of trackedPods(context, namespace, name)) await releasePod(context, pod);
}

/** Lets a pod that nothing controls any more go. */
export async function releaseUncontrolled(context: WorkloadContext, pod: KubeObject): Promise<void> {
  const isControlled = (pod.metadata.ownerReferences ?? []).some(({ controller }) => controller === true);
  if (!isControlled) await releasePod(context, pod);
}

async function releaseAll(context: WorkloadContext, job: KubeObject): Promise<void> {
  for (const pod of ownedBy(context, 'Pod', job))
    if (isTracked(pod) && (!isActive(pod) || job.metadata.deletionTimestamp !== undefined))
      await releasePod(context, pod);
}

const remembered = new WeakMap<WorkloadContext, Map<string, Failures>>();

function rememberFailures(context: WorkloadContext, state: JobState): Failures {
  const known = remembered.get(context) ?? new Map<string, Failures>();
  remembered.set(context, known);
  const uid = state.job.metadata.uid ?? '';
  const failures = countFailures(known.get(uid) ?? { count: 0, lastMs: 0 }, state);
  if (known.size >= MAX_REMEMBERED) known.clear();
  if (failures.count === 0) known.delete(uid);
  else known.set(uid, failures);
  return failures;
}

type Pods = Omit<JobProgress, 'end'>;

/** Removes the pods of a Job that ends; they are let go once they are counted. */
async function stop(context: WorkloadContext, { job, active, terminating }: JobState): Promise<Pods> {
  for (const pod of active) await deletePod(context, job, pod);
  return { active: 0, ready: 0, terminating: terminating + active.length };
}

async function carryOut(
  context: WorkloadContext,
  state: JobState,
  { remove, create }: JobPlan,
): Promise<Pods & { readonly error?: unknown }> {
  const { job, active, ready, terminating, succeeded, failed } = state;
  for (const pod of remove) {
    // A pod that is not wanted for now counts for nothing.
    await releasePod(context, pod);
    await deletePod(context, job, pod);
  }
  const indexes = [...create];
  const { created, error } = await createPods(context, job, {
    count: create.length,
    allowed: context.budget.maxPods - succeeded - failed - active.length,
    make: () => jobWorker(state, indexes.shift()),
    component: COMPONENT,
  });
  return {
    active: active.length - remove.length + created,
    ready: ready - remove.filter(isPodReady).length,
    terminating: terminating + remove.length,
    ...(error === undefined ? {} : { error }),
  };
}

async function deletePod(context: WorkloadContext, job: KubeObject, pod: KubeObject): Promise<void> {
  await deleteObject(context, pod);
  const message = `Deleted pod: ${pod.metadata.name ?? ''}`;
  await tell(context, job, { reason: 'SuccessfulDelete', message, component: COMPONENT });
}

function finishTime(job: KubeObject): string | undefined {
  const done = conditionsOf(job).find(
    ({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True',
  );
  return done === undefined ? undefined : String(done['lastTransitionTime'] ?? '');
}

async function cleanUpLater(context: WorkloadContext, job: KubeObject, finishedAt: string): Promise<void> {
  const ttlSeconds = fieldOf(job, 'spec', 'ttlSecondsAfterFinished');
  if (typeof ttlSeconds !== 'number' || job.metadata.deletionTimestamp !== undefined) return;
  const leftMs = Date.parse(finishedAt) + ttlSeconds * 1000 - context.now().getTime();
  if (leftMs <= 0) await deleteObject(context, job);
  else context.wakeAfter(job, leftMs);
}
