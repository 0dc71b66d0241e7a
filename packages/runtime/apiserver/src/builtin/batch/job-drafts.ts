import type { LabelSelector } from '@gotk/objects';
import type { DraftMeta, DraftObject } from '../../drafts/draft.js';
import type { PodTemplateDraft } from '../core/pod-draft.js';

export interface JobSpecDraft {
  parallelism?: number;
  completions?: number;
  activeDeadlineSeconds?: number;
  podFailurePolicy?: Record<string, unknown>;
  successPolicy?: Record<string, unknown>;
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  selector?: LabelSelector;
  manualSelector?: boolean;
  template: PodTemplateDraft;
  ttlSecondsAfterFinished?: number;
  completionMode?: string;
  suspend?: boolean;
  podReplacementPolicy?: string;
  managedBy?: string;
}

/** A Job under way to the store. */
export interface JobDraft extends DraftObject {
  spec: JobSpecDraft;
  status: Record<string, unknown>;
}

/** A CronJob under way to the store. */
export interface CronJobDraft extends DraftObject {
  spec: {
    schedule: string;
    timeZone?: string;
    startingDeadlineSeconds?: number;
    concurrencyPolicy?: string;
    suspend?: boolean;
    jobTemplate: { metadata: DraftMeta; spec: JobSpecDraft };
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
  };
  status: Record<string, unknown>;
}
