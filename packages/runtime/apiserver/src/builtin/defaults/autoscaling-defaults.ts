import { declareDefaults } from './declare-defaults.js';
import type { TypeDefaults } from './type-defaults.js';

interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: object[];
}

interface AutoscalerDraft {
  spec: { minReplicas?: number; metrics?: object[]; behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules } };
}

const SCALE_UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };

/** Defaults of the autoscaling group. */
export const autoscalingDefaults: Readonly<Record<string, TypeDefaults>> = {
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler': declareDefaults<AutoscalerDraft>(({ spec }) => {
    spec.minReplicas ??= 1;
  }),
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler': declareDefaults<AutoscalerDraft>(({ spec }) => {
    spec.minReplicas ??= 1;
    if ((spec.metrics ?? []).length === 0) spec.metrics = [structuredClone(cpu)];
    if (spec.behavior === undefined) return;
    const { scaleUp, scaleDown } = spec.behavior;
    spec.behavior = {
      scaleUp: { ...structuredClone(SCALE_UP), ...scaleUp },
      scaleDown: { ...structuredClone(SCALE_DOWN), ...scaleDown },
    };
  }),
};
