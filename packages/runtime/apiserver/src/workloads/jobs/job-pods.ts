import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { patchObject, type WorkloadContext } from '../workload-context.js';

/** Keeps a pod until its Job has counted it. */
export const JOB_TRACKING = 'batch.kubernetes.io/job-tracking';
/** Which of an indexed Job's completions a pod is for. */
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
/** How often pods of its completion failed before it. */
export const INDEX_FAILURES = 'batch.kubernetes.io/job-index-failure-count';
/** How often pods of its completion failed before it without counting. */
export const IGNORED_INDEX_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** Whether a pod has succeeded. */
export function hasSucceeded(pod: KubeObject): boolean {
  return fieldOf(pod, 'status', 'phase') === 'Succeeded';
}

/** Whether a pod counts as failed: one that is deleted before its end does, unless the Job replaces only what has failed. */
export function hasFailed(pod: KubeObject, job: KubeObject): boolean {
  if (fieldOf(pod, 'status', 'phase') === 'Failed') return true;
  return !replacesOnlyFailed(job) && isTerminating(pod);
}

/** Whether a pod has neither ended nor is being deleted. */
export function isActive(pod: KubeObject): boolean {
  return !hasEnded(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Whether a pod is being deleted and has not ended yet. */
export function isTerminating(pod: KubeObject): boolean {
  return !hasEnded(pod) && pod.metadata.deletionTimestamp !== undefined;
}

function hasEnded(pod: KubeObject): boolean {
  const phase = fieldOf(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Whether a Job makes a new pod only when the old one has ended. */
export function replacesOnlyFailed(job: KubeObject): boolean {
  return fieldOf(job, 'spec', 'podReplacementPolicy') === 'Failed';
}

/** Whether a Job's pods are numbered. */
export function isIndexed(job: KubeObject): boolean {
  return fieldOf(job, 'spec', 'completionMode') === 'Indexed';
}

/** Whether a pod is still kept for its Job. */
export function isTracked({ metadata }: KubeObject): boolean {
  return (metadata.finalizers ?? []).includes(JOB_TRACKING);
}

/** Lets a pod go: its Job counted it, or is no more. */
export async function releasePod(context: WorkloadContext, pod: KubeObject): Promise<void> {
  if (!isTracked(pod)) return;
  const finalizers = (pod.metadata.finalizers ?? []).filter((name) => name !== JOB_TRACKING);
  await patchObject(context, pod, { metadata: { finalizers: finalizers.length === 0 ? null : finalizers } });
}

/** The completion that a pod of an indexed Job is for; `undefined` when it is for none that the Job has. */
export function indexOf({ metadata }: KubeObject, job: KubeObject): number | undefined {
  const text = metadata.annotations?.[COMPLETION_INDEX];
  const index = text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  const completions = Number(fieldOf(job, 'spec', 'completions') ?? 0);
  return index !== undefined && index < completions ? index : undefined;
}

/** A number in a pod's annotations; 0 where there is none. */
export function failureCount({ metadata }: KubeObject, annotation: string): number {
  const text = metadata.annotations?.[annotation] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** When a pod ended, in milliseconds: when its containers did, it was unready, its deletion began, or else when it was made. */
export function endTime(pod: KubeObject): number {
  const time = containersEnd(pod) ?? unreadySince(pod) ?? deletionBegin(pod) ?? pod.metadata.creationTimestamp;
  return typeof time === 'number' ? time : Date.parse(String(time));
}

function containersEnd(pod: KubeObject): number | undefined {
  const times = listOf(pod, 'containerStatuses').map((each) => fieldOf(each, 'state', 'terminated', 'finishedAt'));
  if (times.length === 0 || times.some((time) => typeof time !== 'string')) return undefined;
  return Math.max(...times.map((time) => Date.parse(String(time))));
}

function unreadySince(pod: KubeObject): unknown {
  return listOf(pod, 'conditions').find(({ type, status }) => type === 'Ready' && status === 'False')?.[
    'lastTransitionTime'
  ];
}

function deletionBegin({ metadata }: KubeObject): number | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  const graceSeconds = Number(fieldOf(asJson(metadata as never), 'deletionGracePeriodSeconds') ?? 0);
  return Date.parse(metadata.deletionTimestamp) - graceSeconds * 1000;
}

/** A list of objects in a pod's status. */
export function listOf(pod: KubeObject, name: string): readonly JsonObject[] {
  const list = fieldOf(pod, 'status', name);
  return (Array.isArray(list) ? list : []).filter(isJsonObject);
}

/** The pods that a Job of this name made and that are still kept for it, whatever became of it. */
export function trackedPods(context: WorkloadContext, namespace: string, name: string): readonly KubeObject[] {
  return [...context.feed('Pod').objects.values()].filter(
    (pod) =>
      isTracked(pod) &&
      (pod.metadata.namespace ?? '') === namespace &&
      (pod.metadata.ownerReferences ?? []).some((owner) => owner.kind === 'Job' && owner.name === name),
  );
}
