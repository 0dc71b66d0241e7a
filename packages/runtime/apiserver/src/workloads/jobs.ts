import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { podFromTemplate, templateOf } from './pod-template.js';
import {
  conditionOf,
  controlledBy,
  controllerReference,
  createObject,
  deleteObject,
  timestamp,
  type WorkloadContext,
  writeStatus,
} from './workload-context.js';

/** Runs a Job: pods until enough have succeeded, or more have failed than its backoff limit allows. */
export async function reconcileJob(context: WorkloadContext, job: KubeObject): Promise<void> {
  if (job.metadata.deletionTimestamp !== undefined) return;
  const finishedAt = finishTime(job);
  if (finishedAt !== undefined) return cleanUpLater(context, job, finishedAt);
  if (fieldOf(job, 'spec', 'suspend') === true)
    return writeStatus(context, job, {
      conditions: [
        conditionOf(context, job, {
          type: 'Suspended',
          status: 'True',
          reason: 'JobSuspended',
          message: 'Job suspended',
        }),
      ],
    });
  const pods = controlledBy(context, 'Pod', job);
  const inPhase = (phase: string): readonly KubeObject[] =>
    pods.filter((pod) => fieldOf(pod, 'status', 'phase') === phase);
  const succeeded = inPhase('Succeeded').length;
  const failed = inPhase('Failed').length;
  const active = pods.length - succeeded - failed;
  const completions = Number(fieldOf(job, 'spec', 'completions') ?? 1);
  const counts = { succeeded, failed, active };
  if (succeeded >= completions) return writeStatus(context, job, completed(context, job, counts));
  if (failed > Number(fieldOf(job, 'spec', 'backoffLimit') ?? 6))
    return writeStatus(context, job, gaveUp(context, job, counts));
  const parallelism = Math.min(Number(fieldOf(job, 'spec', 'parallelism') ?? 1), completions - succeeded);
  for (let count = active; count < parallelism; count++) await createObject(context, worker(job));
  await writeStatus(context, job, { ...status(context, job, { ...counts, active: Math.max(active, parallelism) }) });
}

interface Counts {
  readonly succeeded: number;
  readonly failed: number;
  readonly active: number;
}

function status(context: WorkloadContext, job: KubeObject, { succeeded, failed, active }: Counts): JsonObject {
  const startTime = fieldOf(job, 'status', 'startTime') ?? timestamp(context);
  const orNull = (count: number): number | null => (count === 0 ? null : count);
  return {
    startTime,
    active: orNull(active),
    succeeded: orNull(succeeded),
    failed: orNull(failed),
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
  };
}

function completed(context: WorkloadContext, job: KubeObject, counts: Counts): JsonObject {
  const because = { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
  const conditions = (['SuccessCriteriaMet', 'Complete'] as const).map((type) =>
    conditionOf(context, job, { type, status: 'True', ...because }),
  );
  return { ...status(context, job, { ...counts, active: 0 }), completionTime: timestamp(context), conditions };
}

function gaveUp(context: WorkloadContext, job: KubeObject, counts: Counts): JsonObject {
  const because = { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const conditions = (['FailureTarget', 'Failed'] as const).map((type) =>
    conditionOf(context, job, { type, status: 'True', ...because }),
  );
  return { ...status(context, job, { ...counts, active: 0 }), conditions };
}

function worker(job: KubeObject): KubeObject {
  const { name = '', namespace, uid = '' } = job.metadata;
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  return podFromTemplate(templateOf(job), {
    generateName: `${name}-`,
    namespace,
    labels,
    ownerReferences: [controllerReference(job)],
  });
}

function finishTime(job: KubeObject): string | undefined {
  const value = asJson(job)['status'];
  const conditions = isJsonObject(value) ? value['conditions'] : undefined;
  const done = (Array.isArray(conditions) ? (conditions as readonly JsonObject[]) : []).find(
    ({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True',
  );
  return done === undefined ? undefined : String(done['lastTransitionTime'] ?? '');
}

async function cleanUpLater(context: WorkloadContext, job: KubeObject, finishedAt: string): Promise<void> {
  const ttlSeconds = fieldOf(job, 'spec', 'ttlSecondsAfterFinished');
  if (typeof ttlSeconds !== 'number') return;
  const leftMs = Date.parse(finishedAt) + ttlSeconds * 1000 - context.now().getTime();
  if (leftMs <= 0) await deleteObject(context, job);
  else context.wakeAfter(job, leftMs);
}
