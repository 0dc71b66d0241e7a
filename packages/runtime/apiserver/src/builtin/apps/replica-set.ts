import type { FieldError } from '@gotk/objects';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import type { PodTemplateDraft } from '../core/pod-draft.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { podWarnings } from '../pods/pod-warnings.js';
import { checkImmutable } from '../same-value.js';
import { checkReplicatedTemplate } from './check-replicated-template.js';
import { checkWorkloadStatus } from './check-workload-status.js';
import type { ReplicaSetDraft } from './workload-drafts.js';
import { workloadNameWarning } from './workload-name-warning.js';
import { workloadScale } from './workload-scale.js';

const STATUS = {
  counts: [
    'replicas',
    'fullyLabeledReplicas',
    'readyReplicas',
    'availableReplicas',
    'observedGeneration',
    'terminatingReplicas',
  ],
  parts: ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
  readyName: 'readyReplicas',
};

const NO_TEMPLATE: PodTemplateDraft = { metadata: {}, spec: {} };

/** ReplicaSets keep a number of equal pods. */
export const replicaSetKind = builtinKind<ReplicaSetDraft>({
  scale: workloadScale,
  strategy: {
    prepareForCreate: (set) => {
      set.status = { replicas: 0 };
    },
    validate: (set) => [...namespacedMeta(set), ...checkSpec(set.spec)],
    validateUpdate: (set, old) => [
      ...changedMeta(set, old),
      ...checkSpec(set.spec),
      ...checkImmutable(set.spec.selector, old.spec.selector, 'spec.selector', 'v1.LabelSelector'),
    ],
    validateStatusUpdate: (set, old) => [...changedMeta(set, old), ...checkWorkloadStatus(set.status, STATUS)],
    warn: ({ metadata, spec }, old) => {
      if (old !== undefined && metadata.generation === old.metadata.generation) return [];
      const named = old === undefined ? workloadNameWarning(metadata) : [];
      return [...named, ...podWarnings(spec.template ?? NO_TEMPLATE, 'spec.template.')];
    },
  },
});

function checkSpec({
  replicas = 0,
  minReadySeconds = 0,
  selector,
  template,
}: ReplicaSetDraft['spec']): readonly FieldError[] {
  return [
    ...checkNonNegative(replicas, 'spec.replicas'),
    ...checkNonNegative(minReadySeconds, 'spec.minReadySeconds'),
    ...checkReplicatedTemplate({ selector, template: template ?? NO_TEMPLATE }, 'ReplicaSet'),
  ];
}
