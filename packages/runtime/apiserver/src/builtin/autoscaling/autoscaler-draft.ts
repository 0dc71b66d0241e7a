import type { LabelSelector } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';

export interface TargetRefDraft {
  apiVersion?: string;
  kind: string;
  name: string;
}

export interface MetricTargetDraft {
  type: string;
  value?: string;
  averageValue?: string;
  averageUtilization?: number;
}

interface MetricDraft {
  name: string;
  selector?: LabelSelector;
}

export interface MetricSpecDraft {
  type: string;
  object?: { describedObject: TargetRefDraft; target: MetricTargetDraft; metric: MetricDraft };
  pods?: { metric: MetricDraft; target: MetricTargetDraft };
  resource?: { name: string; target: MetricTargetDraft };
  containerResource?: { name: string; container: string; target: MetricTargetDraft };
  external?: { metric: MetricDraft; target: MetricTargetDraft };
}

type MetricValueDraft = Omit<MetricTargetDraft, 'type'>;

/** What was last seen of a metric. */
export interface MetricStatusDraft {
  type: string;
  object?: { describedObject: TargetRefDraft; current: MetricValueDraft; metric: MetricDraft };
  pods?: { metric: MetricDraft; current: MetricValueDraft };
  resource?: { name: string; current: MetricValueDraft };
  containerResource?: { name: string; container: string; current: MetricValueDraft };
  external?: { metric: MetricDraft; current: MetricValueDraft };
}

export interface ScalingRulesDraft {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: { type: string; value: number; periodSeconds: number }[];
}

export interface AutoscalerSpecDraft {
  scaleTargetRef: TargetRefDraft;
  minReplicas?: number;
  maxReplicas: number;
  metrics?: MetricSpecDraft[];
  behavior?: { scaleUp?: ScalingRulesDraft; scaleDown?: ScalingRulesDraft };
}

/** A HorizontalPodAutoscaler of autoscaling/v2 under way to the store. */
export interface AutoscalerDraft extends DraftObject {
  spec: AutoscalerSpecDraft;
  status: Record<string, unknown>;
}
