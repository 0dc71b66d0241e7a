import { parseDurationMs } from '@gotk/duration';
import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { type CronSchedule, parseCronSchedule } from '../builtin/batch/cron-schedule.js';
import { nextCronTime } from '../builtin/batch/next-cron-time.js';
import { renderTime } from '../core/kube-time.js';
import { tellFailure } from './create-pods.js';
import { tell } from './events/tell.js';
import {
  conditionsOf,
  controlledBy,
  controllerReference,
  createObject,
  deleteObject,
  type WorkloadContext,
  writeStatus,
} from './workload-context.js';

const COMPONENT = 'cronjob-controller';
const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const MINUTE_MS = 60_000;
const MAX_MISSED = 100;
const MAX_WAIT_MS = 24 * 60 * MINUTE_MS;

/** Makes a Job at each time of a CronJob's schedule, and forgets old ones. */
export async function reconcileCronJob(context: WorkloadContext, cronJob: KubeObject): Promise<void> {
  if (cronJob.metadata.deletionTimestamp !== undefined) return;
  const jobs = controlledBy(context, 'Job', cronJob);
  await forgetOld(context, cronJob, jobs);
  const active = jobs.filter((job) => endOf(job) === undefined);
  if (fieldOf(cronJob, 'spec', 'suspend') === true) return report(context, cronJob, { active, jobs });
  const schedule = scheduleOf(cronJob);
  const nowMs = context.now().getTime();
  const due = dueTime(cronJob, schedule, nowMs);
  const next = nextCronTime(schedule, nowMs, zoneOf(cronJob));
  if (next !== undefined) context.wakeAfter(cronJob, Math.min(MAX_WAIT_MS, next - nowMs + 1));
  if (due === undefined) return report(context, cronJob, { active, jobs });
  const policy = fieldOf(cronJob, 'spec', 'concurrencyPolicy');
  if (policy === 'Forbid' && active.length > 0) return report(context, cronJob, { active, jobs });
  if (jobs.length >= context.budget.maxPods) {
    await tellFailure(context, cronJob, { problem: context.budget.refuse(cronJob), component: COMPONENT });
    return report(context, cronJob, { active, jobs });
  }
  if (policy === 'Replace') for (const job of active) await deleteObject(context, job);
  const job = await createObject(context, jobOf(cronJob, due));
  const message = `Created job ${job.metadata.name ?? ''}`;
  await tell(context, cronJob, { reason: 'SuccessfulCreate', message, component: COMPONENT });
  const now = policy === 'Replace' ? [job] : [...active, job];
  await report(context, cronJob, { active: now, jobs, scheduledMs: due });
}

function scheduleOf(cronJob: KubeObject): CronSchedule {
  return parseCronSchedule(String(fieldOf(cronJob, 'spec', 'schedule') ?? ''), parseDurationMs);
}

function zoneOf(cronJob: KubeObject): string {
  return String(fieldOf(cronJob, 'spec', 'timeZone') ?? 'UTC');
}

/** The latest time that has come and at which nothing was started yet, unless it is too long ago. */
function dueTime(cronJob: KubeObject, schedule: CronSchedule, nowMs: number): number | undefined {
  const last = fieldOf(cronJob, 'status', 'lastScheduleTime') ?? cronJob.metadata.creationTimestamp;
  const deadline = fieldOf(cronJob, 'spec', 'startingDeadlineSeconds');
  const earliest = typeof deadline === 'number' ? nowMs - deadline * 1000 : 0;
  let time: number | undefined = Math.max(Date.parse(String(last)), earliest);
  let due: number | undefined;
  for (let count = 0; count < MAX_MISSED && time !== undefined; count++) {
    time = nextCronTime(schedule, time, zoneOf(cronJob));
    if (time === undefined || time > nowMs) return due;
    due = time;
  }
  return due;
}

function jobOf(cronJob: KubeObject, scheduledMs: number): KubeObject {
  const { name = '', namespace } = cronJob.metadata;
  const template = fieldOf(cronJob, 'spec', 'jobTemplate');
  const metadata = fieldOf(template, 'metadata');
  const part = (field: string): JsonObject => {
    const value = fieldOf(metadata, field);
    return isJsonObject(value) ? value : {};
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name}-${Math.floor(scheduledMs / MINUTE_MS)}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: part('labels') as Record<string, string>,
      annotations: { ...(part('annotations') as Record<string, string>), [SCHEDULED]: renderTime(scheduledMs) },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec: fieldOf(template, 'spec') ?? {},
  };
}

function endOf(job: KubeObject): 'succeeded' | 'failed' | undefined {
  const done = (type: string): boolean =>
    conditionsOf(job).some((each) => each['type'] === type && each['status'] === 'True');
  return done('Complete') ? 'succeeded' : done('Failed') ? 'failed' : undefined;
}

interface CronState {
  readonly active: readonly KubeObject[];
  readonly jobs: readonly KubeObject[];
  readonly scheduledMs?: number;
}

async function report(
  context: WorkloadContext,
  cronJob: KubeObject,
  { active, jobs, scheduledMs }: CronState,
): Promise<void> {
  const completions = jobs
    .map((job) => fieldOf(job, 'status', 'completionTime'))
    .filter((time) => typeof time === 'string')
    .sort();
  const references = active.map(({ apiVersion, kind, metadata }) => ({
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    apiVersion,
    resourceVersion: metadata.resourceVersion ?? '',
  }));
  const known = fieldOf(asJson(cronJob)['status'] ?? {}, 'active');
  const uids = (list: unknown): string => (Array.isArray(list) ? list.map((each) => fieldOf(each, 'uid')).join() : '');
  await writeStatus(context, cronJob, {
    // A reference keeps the version it was made with.
    ...(uids(known) === uids(references) ? {} : { active: references.length === 0 ? null : references }),
    ...(scheduledMs === undefined ? {} : { lastScheduleTime: renderTime(scheduledMs) }),
    ...(completions.length === 0 ? {} : { lastSuccessfulTime: completions.at(-1) ?? null }),
  });
}

/** Of the Jobs that ended only so many stay as the histories are long. */
async function forgetOld(context: WorkloadContext, cronJob: KubeObject, jobs: readonly KubeObject[]): Promise<void> {
  const limits = { succeeded: 'successfulJobsHistoryLimit', failed: 'failedJobsHistoryLimit' } as const;
  for (const [end, field] of Object.entries(limits)) {
    const limit = Number(fieldOf(cronJob, 'spec', field) ?? 1);
    const ended = jobs.filter((job) => endOf(job) === end).sort((a, b) => startOf(a) - startOf(b));
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) await deleteObject(context, job);
  }
}

function startOf(job: KubeObject): number {
  return Date.parse(String(fieldOf(job, 'status', 'startTime') ?? job.metadata.creationTimestamp ?? ''));
}
