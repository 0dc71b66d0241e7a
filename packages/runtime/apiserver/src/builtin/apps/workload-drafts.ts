import type { LabelSelector } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import type { PodTemplateDraft } from '../core/pod-draft.js';

type IntOrString = number | string;

/** A Deployment under way to the store. */
export interface DeploymentDraft extends DraftObject {
  spec: {
    replicas?: number;
    selector: LabelSelector | null;
    template: PodTemplateDraft;
    strategy: { type?: string; rollingUpdate?: { maxUnavailable?: IntOrString; maxSurge?: IntOrString } };
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
    paused?: boolean;
    progressDeadlineSeconds?: number;
  };
  status: Record<string, unknown>;
}

/** A ReplicaSet under way to the store. */
export interface ReplicaSetDraft extends DraftObject {
  spec: { replicas?: number; minReadySeconds?: number; selector: LabelSelector | null; template?: PodTemplateDraft };
  status: Record<string, unknown>;
}

/** A DaemonSet under way to the store. */
export interface DaemonSetDraft extends DraftObject {
  spec: {
    selector: LabelSelector | null;
    template: PodTemplateDraft;
    updateStrategy: { type?: string; rollingUpdate?: { maxUnavailable?: IntOrString; maxSurge?: IntOrString } };
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
    templateGeneration?: number;
  };
  status: Record<string, unknown>;
}

/** A StatefulSet under way to the store. */
export interface StatefulSetDraft extends DraftObject {
  spec: {
    replicas?: number;
    selector: LabelSelector | null;
    template: PodTemplateDraft;
    volumeClaimTemplates?: DraftObject[];
    serviceName?: string;
    podManagementPolicy?: string;
    updateStrategy: { type?: string; rollingUpdate?: { partition?: number; maxUnavailable?: IntOrString } };
    revisionHistoryLimit?: number;
    minReadySeconds?: number;
    persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
    ordinals?: { start?: number };
  };
  status: Record<string, unknown>;
}
