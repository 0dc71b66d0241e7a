import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { isPodReady } from '../pod-template.js';
import { countOf } from '../workload-context.js';
import { parseIndexes } from './job-indexes.js';
import {
  endTime,
  failureCount,
  hasFailed,
  hasSucceeded,
  IGNORED_INDEX_FAILURES,
  INDEX_FAILURES,
  indexOf,
  isActive,
  isIndexed,
  isTerminating,
  isTracked,
} from './job-pods.js';
import { matchFailurePolicy } from './match-failure-policy.js';

/** How the pods of a Job fare. */
export interface JobState {
  readonly job: KubeObject;
  readonly pods: readonly KubeObject[];
  readonly active: readonly KubeObject[];
  readonly ready: number;
  readonly terminating: number;
  readonly succeeded: number;
  readonly failed: number;
  /** The completions of an indexed Job that are done. */
  readonly done: ReadonlySet<number>;
  /** Those that failed for good; only of a Job with a backoff limit for each index. */
  readonly lost: ReadonlySet<number> | undefined;
  /** Failed pods that stay until there is another for their index, which takes over how often it failed. */
  readonly replaced: ReadonlyMap<number, KubeObject>;
  /** Pods that ended and are in no status yet. */
  readonly newlySucceeded: readonly KubeObject[];
  readonly newlyFailed: readonly KubeObject[];
}

/** Sees how the pods of a Job fare, and what its status tells of those before them. */
export function observeJob(job: KubeObject, pods: readonly KubeObject[]): JobState {
  const active = pods.filter(isActive);
  const counted = uncountedOf(job);
  const isNew = (pod: KubeObject, known: readonly string[]): boolean =>
    isTracked(pod) && !known.includes(pod.metadata.uid ?? '') && (!isIndexed(job) || indexOf(pod, job) !== undefined);
  const newlySucceeded = pods.filter((pod) => isNew(pod, counted.succeeded) && hasSucceeded(pod));
  const newlyFailed = pods.filter((pod) => isNew(pod, counted.failed) && hasFailed(pod, job));
  const failures = newlyFailed.filter((pod) => matchFailurePolicy(job, pod).counts).length;
  const done = doneIndexes(job, pods);
  const lost = lostIndexes(job, pods);
  return {
    job,
    pods,
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isTerminating).length,
    succeeded: isIndexed(job)
      ? done.size
      : countOf(job, 'succeeded') + newlySucceeded.length + counted.succeeded.length,
    failed: countOf(job, 'failed') + failures + counted.failed.length,
    done,
    lost,
    replaced: lost === undefined ? new Map() : replacedPods(job, pods, new Set([...done, ...lost])),
    newlySucceeded,
    newlyFailed,
  };
}

/** The uids in `status.uncountedTerminatedPods`. */
export function uncountedOf(job: KubeObject): {
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
} {
  const list = (name: string): readonly string[] => {
    const value = fieldOf(asJson(job)['status'] ?? {}, 'uncountedTerminatedPods', name);
    return Array.isArray(value) ? (value as readonly string[]) : [];
  };
  return { succeeded: list('succeeded'), failed: list('failed') };
}

function completionsOf(job: KubeObject): number {
  return Number(fieldOf(job, 'spec', 'completions') ?? 0);
}

function doneIndexes(job: KubeObject, pods: readonly KubeObject[]): ReadonlySet<number> {
  if (!isIndexed(job)) return new Set();
  const done = parseIndexes(fieldOf(job, 'status', 'completedIndexes'), completionsOf(job));
  return withIndexes(
    done,
    job,
    pods.filter((pod) => hasSucceeded(pod) && isTracked(pod)),
  );
}

function lostIndexes(job: KubeObject, pods: readonly KubeObject[]): ReadonlySet<number> | undefined {
  const limit = fieldOf(job, 'spec', 'backoffLimitPerIndex');
  if (!isIndexed(job) || typeof limit !== 'number') return undefined;
  const lost = parseIndexes(fieldOf(job, 'status', 'failedIndexes'), completionsOf(job));
  const isLost = (pod: KubeObject): boolean => {
    if (!isTracked(pod) || !hasFailed(pod, job)) return false;
    const { counts, failsIndex } = matchFailurePolicy(job, pod);
    return failsIndex === true || (counts && failureCount(pod, INDEX_FAILURES) >= limit);
  };
  return withIndexes(lost, job, pods.filter(isLost));
}

function withIndexes(indexes: Set<number>, job: KubeObject, pods: readonly KubeObject[]): Set<number> {
  for (const pod of pods) {
    const index = indexOf(pod, job);
    if (index !== undefined) indexes.add(index);
  }
  return indexes;
}

function replacedPods(
  job: KubeObject,
  pods: readonly KubeObject[],
  settled: ReadonlySet<number>,
): ReadonlyMap<number, KubeObject> {
  const covered = withIndexes(new Set(settled), job, pods.filter(isActive));
  const replaced = new Map<number, KubeObject>();
  for (const pod of pods) {
    const index = indexOf(pod, job);
    if (index === undefined || covered.has(index) || !isTracked(pod) || !hasFailed(pod, job)) continue;
    const before = replaced.get(index);
    if (before === undefined || isLater(pod, before)) replaced.set(index, pod);
  }
  return replaced;
}

function isLater(pod: KubeObject, before: KubeObject): boolean {
  return failuresBefore(pod) >= failuresBefore(before) && endTime(pod) >= endTime(before);
}

/** How often pods for the index of this one failed before it, those that do not count included. */
export function failuresBefore(pod: KubeObject): number {
  return failureCount(pod, INDEX_FAILURES) + failureCount(pod, IGNORED_INDEX_FAILURES);
}
