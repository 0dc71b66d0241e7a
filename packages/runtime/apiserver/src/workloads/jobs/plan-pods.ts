import { fieldOf, type KubeObject } from '@gotk/objects';
import { indexBackoffLeft } from './job-backoff.js';
import { indexOf, isIndexed, isTerminating, replacesOnlyFailed } from './job-pods.js';
import { isSuspended } from './judge-job.js';
import type { JobState } from './observe-job.js';

/** Which pods of a Job are to go, and which to come: removals are first. */
export interface JobPlan {
  readonly remove: readonly KubeObject[];
  /** One for each pod: the completion that it is for, in an indexed Job. */
  readonly create: readonly (number | undefined)[];
  /** How long to wait until more can come. */
  readonly waitMs?: number;
}

export interface PlanOptions {
  readonly nowMs: number;
  /** How long the Job still waits after failures; `undefined` when failures are followed by new pods at once. */
  readonly backoffMs: number | undefined;
  /** The most pods to make in one go. */
  readonly most: number;
  /** Sorts pods by which goes first. */
  readonly byDispensability: (a: KubeObject, b: KubeObject) => number;
}

/** Plans what the pods of a Job that goes on are to be. */
export function planPods(state: JobState, options: PlanOptions): JobPlan {
  const { job, active } = state;
  if (isSuspended(job)) return { remove: active, create: [] };
  const wanted = wantedPods(state);
  const remove = surplus(state, active.length - wanted, options);
  if (remove.length > 0) return { remove, create: [] };
  const terminating = replacesOnlyFailed(job) ? state.terminating : 0;
  const missing = Math.min(options.most, wanted - terminating - active.length);
  if (missing <= 0) return { remove: [], create: [] };
  const backoffMs = state.lost === undefined ? (options.backoffMs ?? 0) : 0;
  if (backoffMs > 0) return { remove: [], create: [], waitMs: backoffMs };
  if (!isIndexed(job)) return { remove: [], create: Array.from({ length: missing }, () => undefined) };
  return planIndexes(state, pendingIndexes(state, missing), options);
}

function wantedPods({ job, active, succeeded }: JobState): number {
  const parallelism = Number(fieldOf(job, 'spec', 'parallelism') ?? 1);
  const completions = fieldOf(job, 'spec', 'completions');
  if (typeof completions !== 'number') return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, completions - succeeded));
}

/** Pods without an index, or with one that another has, go in any case. */
function surplus({ job, active }: JobState, atLeast: number, { byDispensability }: PlanOptions): readonly KubeObject[] {
  const sorted = [...active].sort(byDispensability);
  const kept = new Set<number>();
  const double = !isIndexed(job)
    ? []
    : sorted.toReversed().filter((pod) => {
        const index = indexOf(pod, job);
        if (index === undefined || kept.has(index)) return true;
        kept.add(index);
        return false;
      });
  const others = sorted.filter((pod) => !double.includes(pod));
  return [...double, ...others.slice(0, Math.max(0, atLeast - double.length))];
}

/** The lowest indexes that have no pod and are not settled. */
function pendingIndexes({ job, pods, active, done, lost }: JobState, count: number): readonly number[] {
  const completions = Number(fieldOf(job, 'spec', 'completions') ?? 0);
  const ending = replacesOnlyFailed(job) ? pods.filter(isTerminating) : [];
  const taken = new Set([...[...active, ...ending].map((pod) => indexOf(pod, job)), ...done, ...(lost ?? [])]);
  const pending: number[] = [];
  for (let index = 0; index < completions && pending.length < count; index++)
    if (!taken.has(index)) pending.push(index);
  return pending;
}

function planIndexes(state: JobState, pending: readonly number[], { nowMs, backoffMs }: PlanOptions): JobPlan {
  const left = (index: number): number => (backoffMs === undefined ? 0 : indexBackoffLeft(state, index, nowMs));
  const create = pending.filter((index) => left(index) === 0);
  if (create.length > 0 || pending.length === 0) return { remove: [], create };
  return { remove: [], create, waitMs: Math.min(...pending.map(left)) };
}
