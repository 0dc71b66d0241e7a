import type { CronJobDraft, JobDraft } from '../batch/job-drafts.js';
import { declareDefaults } from './declare-defaults.js';
import type { TypeDefaults } from './type-defaults.js';

const BATCH = 'io.k8s.api.batch.v1';
const BACKOFF_LIMIT = 6;
const INT32_MAX = 2 ** 31 - 1;

/** Defaults of the batch group. */
export const batchDefaults: Readonly<Record<string, TypeDefaults>> = {
  [`${BATCH}.Job`]: declareDefaults<JobDraft>(({ metadata, spec }) => {
    if (spec.parallelism === undefined) spec.completions ??= 1;
    spec.parallelism ??= 1;
    spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? BACKOFF_LIMIT : INT32_MAX;
    const { labels } = spec.template.metadata;
    if (labels !== undefined && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
    spec.completionMode ??= 'NonIndexed';
    spec.suspend ??= false;
    spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
    spec.manualSelector ??= false;
  }),
  [`${BATCH}.CronJob`]: declareDefaults<CronJobDraft>(({ spec }) => {
    spec.concurrencyPolicy ||= 'Allow';
    spec.suspend ??= false;
    spec.successfulJobsHistoryLimit ??= 3;
    spec.failedJobsHistoryLimit ??= 1;
  }),
  [`${BATCH}.PodFailurePolicyOnPodConditionsPattern`]: declareDefaults<{ status?: string }>((pattern) => {
    pattern.status ||= 'True';
  }),
};
