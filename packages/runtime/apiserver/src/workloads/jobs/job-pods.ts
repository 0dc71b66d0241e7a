import { asJson, fieldOf, type KubeObject } from '@gotk/objects';
import { patchObject, type WorkloadContext } from '../workload-context.js';

/** Keeps a pod until its Job has counted it. */
export const JOB_TRACKING = 'batch.kubernetes.io/job-tracking';
/** Which of an indexed Job's completions a pod is for. */
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';

/** How a pod ended, if it did; one that is deleted before its end has failed. */
export function endOf(pod: KubeObject): 'succeeded' | 'failed' | undefined {
  const phase = fieldOf(pod, 'status', 'phase');
  if (phase === 'Succeeded') return 'succeeded';
  return phase === 'Failed' || pod.metadata.deletionTimestamp !== undefined ? 'failed' : undefined;
}

/** Whether a pod is still kept for its Job. */
export function isTracked({ metadata }: KubeObject): boolean {
  return (metadata.finalizers ?? []).includes(JOB_TRACKING);
}

/** Lets a pod go: its Job counted it, or is no more. */
export async function releasePod(context: WorkloadContext, pod: KubeObject): Promise<void> {
  const finalizers = (pod.metadata.finalizers ?? []).filter((name) => name !== JOB_TRACKING);
  await patchObject(context, pod, { metadata: { finalizers: finalizers.length === 0 ? null : finalizers } });
}

/** The completion that a pod of an indexed Job is for. */
export function indexOf({ metadata }: KubeObject): number | undefined {
  const text = metadata.annotations?.[COMPLETION_INDEX];
  return text === undefined ? undefined : Number(text);
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
