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
  const active = await stillActive(context, cronJob, jobs);
  const due = fieldOf(cronJob, 'spec', 'suspend') === true ? undefined : dueTime(context, cronJob);
  const started = due === undefined ? undefined : await start(context, cronJob, { due, active, jobs });
  await forgetOld(context, cronJob, jobs);
  await report(context, cronJob, { active: started ?? active, jobs, ...(started === undefined ? {} : { due }) });
}

/** The Jobs that the CronJob knows of and that still run; what is odd about the others is told. */
async function stillActive(
  context: WorkloadContext,
  cronJob: KubeObject,
  jobs: readonly KubeObject[],
): Promise<readonly JsonObject[]> {
  const known = fieldOf(asJson(cronJob)['status'] ?? {}, 'active');
  const listed = (Array.isArray(known) ? known : []).filter(isJsonObject);
  const tellOf = (reason: string, message: string, type?: 'Warning'): Promise<void> =>
    tell(context, cronJob, { reason, message, component: COMPONENT, ...(type === undefined ? {} : { type }) });
  const gone = new Set<unknown>();
  for (const job of jobs) {
    const isListed = listed.some(({ uid }) => uid === job.metadata.uid);
    const name = job.metadata.name ?? '';
    const end = endOf(job);
    if (end === undefined && !isListed)
      await tellOf('UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`, 'Warning');
    if (end === undefined || !isListed) continue;
    gone.add(job.metadata.uid);
    await tellOf('SawCompletedJob', `Saw completed job: ${name}, condition: ${end}`);
  }
  for (const { uid, name } of listed) {
    if (jobs.some(({ metadata }) => metadata.uid === uid)) continue;
    gone.add(uid);
    await tellOf('MissingJob', `Active job went missing: ${String(name)}`);
  }
  return listed.filter(({ uid }) => !gone.has(uid));
}

interface Due {
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly active: readonly JsonObject[];
  readonly jobs: readonly KubeObject[];
}

/** Starts the Job that is due, as far as others that still run allow it. @returns what runs then; `undefined` when nothing was started. */
async function start(
  context: WorkloadContext,
  cronJob: KubeObject,
  { due, active, jobs }: Due,
): Promise<readonly JsonObject[] | undefined> {
  const policy = fieldOf(cronJob, 'spec', 'concurrencyPolicy');
  if (policy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    await tell(context, cronJob, { reason: 'JobAlreadyActive', message, component: COMPONENT });
    return undefined;
  }
  if (jobs.length >= context.budget.maxPods) {
    await tellFailure(context, cronJob, { problem: context.budget.refuse(cronJob), component: COMPONENT });
    return undefined;
  }
  const replaced = policy === 'Replace' ? jobs.filter((job) => active.some(({ uid }) => uid === job.metadata.uid)) : [];
  for (const job of replaced) await removeJob(context, cronJob, job);
  const job = await createObject(context, jobOf(cronJob, due));
  const message = `Created job ${job.metadata.name ?? ''}`;
  await tell(context, cronJob, { reason: 'SuccessfulCreate', message, component: COMPONENT });
  const kept = active.filter(({ uid }) => !replaced.some(({ metadata }) => metadata.uid === uid));
  return [...kept, referenceTo(job)];
}

async function removeJob(context: WorkloadContext, cronJob: KubeObject, job: KubeObject): Promise<void> {
  await deleteObject(context, job);
  const message = `Deleted job ${job.metadata.name ?? ''}`;
  await tell(context, cronJob, { reason: 'SuccessfulDelete', message, component: COMPONENT });
}

function scheduleOf(cronJob: KubeObject): CronSchedule {
  return parseCronSchedule(String(fieldOf(cronJob, 'spec', 'schedule') ?? ''), parseDurationMs);
}

function zoneOf(cronJob: KubeObject): string {
  return String(fieldOf(cronJob, 'spec', 'timeZone') ?? 'UTC');
}

/** The latest time that has come and at which nothing was started yet, unless it is too long ago; it wakes at the next. */
function dueTime(context: WorkloadContext, cronJob: KubeObject): number | undefined {
  const schedule = scheduleOf(cronJob);
  const nowMs = context.now().getTime();
  const next = nextCronTime(schedule, nowMs, zoneOf(cronJob));
  if (next !== undefined) context.wakeAfter(cronJob, Math.min(MAX_WAIT_MS, next - nowMs + 1));
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

function endOf(job: KubeObject): 'Complete' | 'Failed' | undefined {
  const done = (type: string): boolean =>
    conditionsOf(job).some((each) => each['type'] === type && each['status'] === 'True');
  return done('Complete') ? 'Complete' : done('Failed') ? 'Failed' : undefined;
}

/** A reference keeps the version it was made with. */
function referenceTo({ apiVersion, kind, metadata }: KubeObject): JsonObject {
  return {
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    apiVersion,
    resourceVersion: metadata.resourceVersion ?? '',
  };
}

interface CronState {
  readonly active: readonly JsonObject[];
  readonly jobs: readonly KubeObject[];
  /** When the Job that was just started was due. */
  readonly due?: number | undefined;
}

async function report(context: WorkloadContext, cronJob: KubeObject, { active, jobs, due }: CronState): Promise<void> {
  const last = fieldOf(cronJob, 'status', 'lastSuccessfulTime');
  const completions = [last, ...jobs.map((job) => fieldOf(job, 'status', 'completionTime'))]
    .filter((time) => typeof time === 'string')
    .sort();
  await writeStatus(context, cronJob, {
    active: active.length === 0 ? null : active,
    ...(due === undefined ? {} : { lastScheduleTime: renderTime(due) }),
    ...(completions.length === 0 ? {} : { lastSuccessfulTime: completions.at(-1) ?? null }),
  });
}

/** Of the Jobs that ended only so many stay as the histories are long. */
async function forgetOld(context: WorkloadContext, cronJob: KubeObject, jobs: readonly KubeObject[]): Promise<void> {
  const limits = { Complete: 'successfulJobsHistoryLimit', Failed: 'failedJobsHistoryLimit' } as const;
  for (const [end, field] of Object.entries(limits)) {
    const limit = Number(fieldOf(cronJob, 'spec', field) ?? 1);
    const ended = jobs.filter((job) => endOf(job) === end).sort((a, b) => startOf(a) - startOf(b));
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) await removeJob(context, cronJob, job);
  }
}

function startOf(job: KubeObject): number {
  return Date.parse(String(fieldOf(job, 'status', 'startTime') ?? job.metadata.creationTimestamp ?? ''));
}
