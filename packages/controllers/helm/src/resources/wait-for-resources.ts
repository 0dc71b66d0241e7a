import { setTimeout as sleep } from 'node:timers/promises';
import { type ObjectHealth, type StatusOf, waitForHealth, waitForTermination } from '@gotk/apply';
import { computeStatus } from '@gotk/kstatus';
import { expireAfter } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { fieldOf, type KubeObject, type ObjectKey, parseApiVersion, renderObjectName } from '@gotk/objects';
import type { ActionContext, WaitStrategy } from '../actions/action-context.js';
import { hookHealth } from './hook-health.js';
import { legacyHealth } from './legacy-health.js';
import { type Resource, resourceId } from './resource.js';

export interface WaitForResourcesOptions {
  readonly strategy: WaitStrategy;
  /** Whether Jobs must complete. */
  readonly jobs: boolean;
  readonly timeoutMs: number;
}

/** Waits until all objects are ready. @throws HealthError, Preempted */
export async function waitForResources(
  resources: readonly Resource[],
  { strategy, jobs, timeoutMs }: WaitForResourcesOptions,
  context: ActionContext,
): Promise<void> {
  if (strategy === 'hookOnly') return;
  const awaited = resources.filter(({ object }) => !isPaused(object));
  const vanishing = new Set(awaited.filter(isJobWithTtl).map(({ key }) => resourceId(key)));
  const statusOf = strategy === 'legacy' ? legacyStatus(jobs) : readyStatus(jobs, context);
  const options = {
    client: context.client,
    statusOf,
    timeoutMs,
    failFast: true,
    mayBeGone: (key: ObjectKey) => vanishing.has(resourceId(key)),
  };
  const keys = awaited.map(({ key }) => key);
  await context.wait((signal) => waitForHealth(keys, options, signal), true);
}

function legacyStatus(jobs: boolean): StatusOf {
  return (object) => legacyHealth(object, jobs);
}

function readyStatus(jobs: boolean, { healthOf, nowMs }: ActionContext): StatusOf {
  return (object) =>
    healthOf(object) ??
    orUnknown(() => computeStatus(object, { nowMs: nowMs(), jobsCurrentWhen: jobs ? 'completed' : 'started' }));
}

/** Waits until hooks have completed. @throws HealthError */
export async function waitForHook(
  resources: readonly Resource[],
  timeoutMs: number,
  context: ActionContext,
): Promise<void> {
  const statusOf: StatusOf = (object) =>
    context.healthOf(object) ?? orUnknown(() => hookHealth(object, context.nowMs()));
  const keys = resources.map(({ key }) => key);
  const { client, hookPollIntervalMs } = context;
  if (hookPollIntervalMs !== undefined) {
    const options = { client, statusOf, timeoutMs, intervalMs: hookPollIntervalMs };
    return context.wait((signal) => pollHealth(keys, options, signal), false);
  }
  await context.wait((signal) => waitForHealth(keys, { client, statusOf, timeoutMs }, signal), false);
}

/** Waits until none of the objects is there any more. @throws LocatedError `termination-timeout` */
export async function waitForDeletion(
  resources: readonly Resource[],
  { strategy, timeoutMs }: Pick<WaitForResourcesOptions, 'strategy' | 'timeoutMs'>,
  context: ActionContext,
): Promise<void> {
  if (strategy === 'hookOnly' || resources.length === 0) return;
  const keys = resources.map(({ key }) => key);
  const { client } = context;
  await context.wait((signal) => waitForTermination(keys, { client, timeoutMs }, signal), false);
}

interface PollOptions {
  readonly client: ActionContext['client'];
  readonly statusOf: StatusOf;
  readonly timeoutMs: number;
  readonly intervalMs: number;
}

/** Looks at the objects now and then, until all are ready or the time is over; a failed one may yet recover. */
async function pollHealth(keys: readonly ObjectKey[], options: PollOptions, signal: AbortSignal): Promise<void> {
  const timeout = expireAfter(options.timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  for (;;) {
    const healths = await Promise.all(keys.map((key) => readHealth(key, options, signal)));
    if (healths.every(({ status }) => status === 'Current')) return;
    await sleep(options.intervalMs, undefined, { signal: either }).catch(() => undefined);
    signal.throwIfAborted();
    if (!timeout.aborted) continue;
    const problems = keys.flatMap((key, index) => {
      const status = healths[index]?.status ?? 'Unknown';
      return status === 'Current' ? [] : [`${renderObjectName(key)} status: '${status}'`];
    });
    throw new LocatedError({
      code: 'health-check-failed',
      message: `timeout waiting for: [${problems.join(', ')}]`,
    });
  }
}

async function readHealth(
  key: ObjectKey,
  { client, statusOf }: PollOptions,
  signal: AbortSignal,
): Promise<ObjectHealth> {
  const object = await client.find(key, undefined, signal).catch(() => undefined);
  return object === undefined ? { status: 'NotFound' } : statusOf(object);
}

function isPaused({ kind, apiVersion, ...fields }: KubeObject): boolean {
  return kind === 'Deployment' && apiVersion === 'apps/v1' && fieldOf(fields, 'spec', 'paused') === true;
}

/** Jobs that clean themselves up may be gone before they are looked at. */
function isJobWithTtl({ object }: Resource): boolean {
  return (
    object.kind === 'Job' &&
    parseApiVersion(object.apiVersion).group === 'batch' &&
    typeof fieldOf(object, 'spec', 'ttlSecondsAfterFinished') === 'number'
  );
}

/** A status that cannot be told is unknown: fields that expressions read may come yet. */
function orUnknown(read: () => ObjectHealth): ObjectHealth {
  try {
    return read();
  } catch (error) {
    return { status: 'Unknown', message: error instanceof Error ? error.message : String(error) };
  }
}
