import { fieldOf, type KubeObject } from '@gotk/objects';
import { conditionsOf } from '../workload-context.js';
import { hasFailed, listOf } from './job-pods.js';
import { matchFailurePolicy } from './match-failure-policy.js';
import { matchSuccessPolicy } from './match-success-policy.js';
import type { JobState } from './observe-job.js';

/** How a Job ends, in Kubernetes' words. */
export interface JobEnd {
  readonly complete: boolean;
  readonly reason: string;
  readonly message: string;
}

/** Decides whether a Job has come to its end, other than by enough completions; `undefined` while it goes on. */
export function judgeJob(state: JobState, nowMs: number): JobEnd | undefined {
  return (
    decidedEnd(state.job) ?? policyFailure(state) ?? limitFailure(state, nowMs) ?? indexFailure(state) ?? success(state)
  );
}

/** Whether enough has succeeded. @param active how many pods are still there. */
export function judgeCompletions({ job, succeeded }: JobState, active: number): JobEnd | undefined {
  const completions = numberOf(job, 'completions');
  // Without a number of completions the first success means that no more work is left.
  const isEnough = completions === undefined ? succeeded > 0 : succeeded >= completions;
  if (!isEnough || active > 0) return undefined;
  return { complete: true, reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
}

/** How long a Job may go on, in milliseconds; `undefined` when there is no limit, or it is suspended. */
export function deadlineLeft(job: KubeObject, nowMs: number): number | undefined {
  const seconds = numberOf(job, 'activeDeadlineSeconds');
  const started = fieldOf(job, 'status', 'startTime');
  if (seconds === undefined || isSuspended(job)) return undefined;
  return (typeof started === 'string' ? Date.parse(started) : nowMs) + seconds * 1000 - nowMs;
}

/** Whether a Job is not to have pods for now. */
export function isSuspended(job: KubeObject): boolean {
  return fieldOf(job, 'spec', 'suspend') === true;
}

function numberOf(job: KubeObject, name: string): number | undefined {
  const value = fieldOf(job, 'spec', name);
  return typeof value === 'number' ? value : undefined;
}

/** The end that was decided on before, while pods were still there. */
function decidedEnd(job: KubeObject): JobEnd | undefined {
  const find = (wanted: string) => conditionsOf(job).find(({ type, status }) => type === wanted && status === 'True');
  const met = find('SuccessCriteriaMet');
  const target = met ?? find('FailureTarget');
  if (target === undefined) return undefined;
  const { reason, message } = target;
  return { complete: met !== undefined, reason: String(reason ?? ''), message: String(message ?? '') };
}

function policyFailure({ job, pods }: JobState): JobEnd | undefined {
  const message = pods
    .filter((pod) => hasFailed(pod, job))
    .map((pod) => matchFailurePolicy(job, pod).failsJob)
    .find((text) => text !== undefined);
  return message === undefined ? undefined : failure('PodFailurePolicy', message);
}

function limitFailure({ job, pods, failed }: JobState, nowMs: number): JobEnd | undefined {
  const limit = numberOf(job, 'backoffLimit') ?? 6;
  if (failed > limit || isRestartedTooOften(job, pods, limit))
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const leftMs = deadlineLeft(job, nowMs);
  if (leftMs === undefined || leftMs > 0) return undefined;
  return failure('DeadlineExceeded', 'Job was active longer than specified deadline');
}

function isRestartedTooOften(job: KubeObject, pods: readonly KubeObject[], limit: number): boolean {
  if (fieldOf(job, 'spec', 'template', 'spec', 'restartPolicy') !== 'OnFailure') return false;
  const restarts = pods
    .filter((pod) => ['Running', 'Pending'].includes(String(fieldOf(pod, 'status', 'phase'))))
    .flatMap((pod) => [...listOf(pod, 'initContainerStatuses'), ...listOf(pod, 'containerStatuses')])
    .reduce((sum, { restartCount }) => sum + Number(restartCount ?? 0), 0);
  return restarts >= Math.max(1, limit);
}

function indexFailure({ job, done, lost }: JobState): JobEnd | undefined {
  if (lost === undefined) return undefined;
  const most = numberOf(job, 'maxFailedIndexes');
  if (most !== undefined && lost.size > most)
    return failure('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  const isOver = lost.size > 0 && lost.size + done.size >= (numberOf(job, 'completions') ?? 0);
  return isOver ? failure('FailedIndexes', 'Job has failed indexes') : undefined;
}

function failure(reason: string, message: string): JobEnd {
  return { complete: false, reason, message };
}

function success({ job, done }: JobState): JobEnd | undefined {
  const message = matchSuccessPolicy(job, done);
  return message === undefined ? undefined : { complete: true, reason: 'SuccessPolicy', message };
}
