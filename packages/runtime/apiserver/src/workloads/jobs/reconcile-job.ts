import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { createPods } from '../create-pods.js';
import { tell } from '../events/tell.js';
import { isPodReady, podFromTemplate, templateOf } from '../pod-template.js';
import {
  conditionOf,
  conditionsOf,
  controlledBy,
  controllerReference,
  deleteObject,
  ending,
  timestamp,
  type WorkloadContext,
  writeStatus,
} from '../workload-context.js';
import { countEnded } from './count-ended.js';
import { COMPLETION_INDEX, endOf, indexOf, isTracked, JOB_TRACKING, releasePod, trackedPods } from './job-pods.js';
import { type JobCounts, type JobVerdict, judgeJob } from './judge-job.js';

const COMPONENT = 'job-controller';

/** Runs a Job: pods until enough have succeeded, or more have failed than its backoff limit allows. */
export async function reconcileJob(context: WorkloadContext, job: KubeObject): Promise<void> {
  const finishedAt = finishTime(job);
  if (finishedAt !== undefined || job.metadata.deletionTimestamp !== undefined) {
    await releaseAll(context, job);
    if (finishedAt !== undefined) await cleanUpLater(context, job, finishedAt);
    return;
  }
  const counted = await countEnded(context, job);
  const active = controlledBy(context, 'Pod', job).filter((pod) => endOf(pod) === undefined);
  const counts: JobCounts = { ...counted, active: active.length };
  const verdict = judgeJob(job, counts, context.now().getTime());
  if (verdict.wakeAfterMs !== undefined) context.wakeAfter(job, verdict.wakeAfterMs);
  if (verdict.kind === 'run') return keepRunning(context, job, { active, counts, wanted: verdict.active });
  if (verdict.kind === 'suspend') {
    for (const pod of active) await removePod(context, job, pod);
    return suspend(context, job, counts);
  }
  for (const pod of active) await deletePod(context, job, pod);
  return finish(context, job, { counts, verdict });
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
  if (isTracked(pod) && !isControlled) await releasePod(context, pod);
}

async function releaseAll(context: WorkloadContext, job: KubeObject): Promise<void> {
  for (const pod of [...controlledBy(context, 'Pod', job), ...ending(context, 'Pod', job)])
    if (isTracked(pod) && (endOf(pod) !== undefined || job.metadata.deletionTimestamp !== undefined))
      await releasePod(context, pod);
}

interface Running {
  readonly active: readonly KubeObject[];
  readonly counts: JobCounts;
  /** How many pods are to run. */
  readonly wanted: number;
}

async function keepRunning(
  context: WorkloadContext,
  job: KubeObject,
  { active, counts, wanted }: Running,
): Promise<void> {
  for (const pod of active.slice(wanted)) await removePod(context, job, pod);
  const kept = active.slice(0, wanted);
  const isIndexed = fieldOf(job, 'spec', 'completionMode') === 'Indexed';
  const taken = new Set([...counts.indexes, ...kept.map(indexOf)]);
  const { created, error } = await createPods(context, job, {
    count: Math.max(0, wanted - kept.length),
    allowed: context.budget.maxPods - counts.succeeded - counts.failed - kept.length,
    make: () => worker(job, isIndexed ? takeIndex(taken) : undefined),
    component: COMPONENT,
  });
  const ready = kept.filter(isPodReady).length;
  await writeStatus(context, job, {
    ...statusOf(context, job, { ...counts, active: kept.length + created }),
    ready,
    ...resumed(context, job),
  });
  if (isSuspended(job)) await tell(context, job, { reason: 'Resumed', message: 'Job resumed', component: COMPONENT });
  if (error !== undefined) throw error;
}

function isSuspended(job: KubeObject): boolean {
  return conditionsOf(job).some(({ type, status }) => type === 'Suspended' && status === 'True');
}

/** The lowest index that has no pod. */
function takeIndex(taken: Set<number | undefined>): number {
  let index = 0;
  while (taken.has(index)) index++;
  taken.add(index);
  return index;
}

/** A pod that is not wanted for now counts for nothing. */
async function removePod(context: WorkloadContext, job: KubeObject, pod: KubeObject): Promise<void> {
  await releasePod(context, pod);
  await deletePod(context, job, pod);
}

async function deletePod(context: WorkloadContext, job: KubeObject, pod: KubeObject): Promise<void> {
  await deleteObject(context, pod);
  const message = `Deleted pod: ${pod.metadata.name ?? ''}`;
  await tell(context, job, { reason: 'SuccessfulDelete', message, component: COMPONENT });
}

function resumed(context: WorkloadContext, job: KubeObject): JsonObject {
  if (!isSuspended(job)) return {};
  const resume = conditionOf(context, job, {
    type: 'Suspended',
    status: 'False',
    reason: 'JobResumed',
    message: 'Job resumed',
  });
  return { startTime: timestamp(context), conditions: [resume] };
}

async function suspend(context: WorkloadContext, job: KubeObject, counts: JobCounts): Promise<void> {
  const condition = conditionOf(context, job, {
    type: 'Suspended',
    status: 'True',
    reason: 'JobSuspended',
    message: 'Job suspended',
  });
  const status = statusOf(context, job, { ...counts, active: 0 });
  await writeStatus(context, job, { ...status, startTime: null, ready: 0, conditions: [condition] });
  if (!isSuspended(job))
    await tell(context, job, { reason: 'Suspended', message: 'Job suspended', component: COMPONENT });
}

async function finish(
  context: WorkloadContext,
  job: KubeObject,
  { counts, verdict }: { readonly counts: JobCounts; readonly verdict: Extract<JobVerdict, { readonly kind: 'end' }> },
): Promise<void> {
  const { reason, message, complete } = verdict;
  const [target, end] = complete ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed'];
  // Its end is told when its pods are gone and counted.
  const hasPods =
    ending(context, 'Pod', job).length > 0 ||
    controlledBy(context, 'Pod', job).some((pod) => endOf(pod) === undefined || isTracked(pod));
  const conditions = (hasPods ? [target] : [target, end]).map((type) =>
    conditionOf(context, job, { type, status: 'True', reason, message }),
  );
  const others = conditionsOf(job).filter(({ type }) => type === 'Suspended');
  if (hasPods) {
    await writeStatus(context, job, {
      ...statusOf(context, job, { ...counts, active: 0 }),
      ready: 0,
      conditions: [...others, ...conditions],
    });
    return;
  }
  await writeStatus(context, job, {
    ...statusOf(context, job, { ...counts, active: 0 }),
    ...(complete ? { completionTime: timestamp(context) } : {}),
    ready: 0,
    conditions: [...others, ...conditions],
  });
  await tell(
    context,
    job,
    complete
      ? { reason: 'Completed', message: 'Job completed', component: COMPONENT }
      : { reason, message, component: COMPONENT, type: 'Warning' },
  );
}

function statusOf(
  context: WorkloadContext,
  job: KubeObject,
  { succeeded, failed, active, indexes }: JobCounts,
): JsonObject {
  const orNull = (count: number): number | null => (count === 0 ? null : count);
  return {
    startTime: fieldOf(job, 'status', 'startTime') ?? timestamp(context),
    active: orNull(active),
    succeeded: orNull(succeeded),
    failed: orNull(failed),
    terminating: ending(context, 'Pod', job).length,
    uncountedTerminatedPods: { succeeded: null, failed: null },
    ...(fieldOf(job, 'spec', 'completionMode') === 'Indexed' ? { completedIndexes: intervals(indexes) || null } : {}),
  };
}

/** Indexes as `0-2,5`. */
function intervals(indexes: ReadonlySet<number>): string {
  const runs: [number, number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs
    .map(([start, end]) => (start === end ? String(start) : `${start}${end === start + 1 ? ',' : '-'}${end}`))
    .join(',');
}

function worker(job: KubeObject, index: number | undefined): KubeObject {
  const { name = '', namespace } = job.metadata;
  const indexed = String(index ?? '');
  const mark = index === undefined ? {} : { [COMPLETION_INDEX]: indexed };
  const template = templateOf(job);
  const annotations = fieldOf(template, 'metadata', 'annotations');
  const pod = podFromTemplate(template, {
    generateName: index === undefined ? `${name}-` : `${name}-${indexed}-`,
    namespace,
    labels: mark,
    ...(index === undefined
      ? {}
      : { annotations: { ...(typeof annotations === 'object' ? annotations : {}), ...mark } }),
    finalizers: [JOB_TRACKING],
    ownerReferences: [controllerReference(job)],
  });
  if (index === undefined) return pod;
  const spec = isJsonObject(pod['spec']) ? pod['spec'] : {};
  const told = Object.fromEntries(['initContainers', 'containers'].flatMap((list) => withIndex(spec, list)));
  return { ...pod, spec: { ...spec, ...told, hostname: `${name}-${indexed}` } };
}

/** Containers with their pod's index in the environment, unless they have a variable of this name. */
function withIndex(spec: JsonObject, list: string): readonly (readonly [string, JsonValue])[] {
  const containers = spec[list];
  if (!Array.isArray(containers)) return [];
  const fieldPath = `metadata.labels['${COMPLETION_INDEX}']`;
  const own = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath } } };
  const extended = containers.filter(isJsonObject).map((container) => {
    const env = Array.isArray(container['env']) ? (container['env'] as readonly JsonValue[]) : [];
    return env.some((each) => fieldOf(each, 'name') === own.name) ? container : { ...container, env: [...env, own] };
  });
  return [[list, extended]];
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
