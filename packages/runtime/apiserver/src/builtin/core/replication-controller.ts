import { type FieldError, invalidField, matchLabels, requiredField } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { checkWorkloadStatus } from '../apps/check-workload-status.js';
import { workloadNameWarning } from '../apps/workload-name-warning.js';
import { controllerScale } from '../apps/workload-scale.js';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkLongRunning, checkPodTemplate } from '../pods/check-pod-template.js';
import { podWarnings } from '../pods/pod-warnings.js';
import type { PodTemplateDraft } from './pod-draft.js';

interface ControllerDraft extends DraftObject {
  spec: {
    replicas?: number;
    minReadySeconds?: number;
    selector?: Record<string, string>;
    template?: PodTemplateDraft;
  };
  status: Record<string, unknown>;
}

const STATUS = {
  counts: ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'],
  parts: ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
  readyName: 'readyReplicas',
};

/** ReplicationControllers are what ReplicaSets were before. */
export const replicationControllerKind = builtinKind<ControllerDraft>({
  scale: controllerScale,
  strategy: {
    orphansByDefault: true,
    prepareForCreate: (controller) => {
      controller.status = { replicas: 0 };
    },
    validate: (controller) => [...namespacedMeta(controller), ...checkSpec(controller.spec)],
    validateUpdate: (controller, old) => [...changedMeta(controller, old), ...checkSpec(controller.spec)],
    validateStatusUpdate: (controller, old) => [
      ...changedMeta(controller, old),
      ...checkWorkloadStatus(controller.status, STATUS),
    ],
    warn: ({ metadata, spec }, old) => {
      if (old !== undefined && metadata.generation === old.metadata.generation) return [];
      const named = old === undefined ? workloadNameWarning(metadata) : [];
      return [...named, ...(spec.template === undefined ? [] : podWarnings(spec.template, 'spec.template.'))];
    },
  },
});

function checkSpec({
  replicas,
  minReadySeconds = 0,
  selector = {},
  template,
}: ControllerDraft['spec']): readonly FieldError[] {
  return [
    ...checkNonNegative(minReadySeconds, 'spec.minReadySeconds'),
    ...(Object.keys(selector).length === 0 ? [requiredField('spec.selector')] : []),
    ...(replicas === undefined ? [requiredField('spec.replicas')] : checkNonNegative(replicas, 'spec.replicas')),
    ...(template === undefined ? [requiredField('spec.template')] : checkTemplate(selector, template)),
  ];
}

function checkTemplate(selector: Record<string, string>, template: PodTemplateDraft): readonly FieldError[] {
  const labels = template.metadata.labels ?? {};
  const matches = Object.keys(selector).length === 0 || matchLabels(selector).matches(labels);
  return [
    ...(matches
      ? []
      : [
          invalidField(
            'spec.template.metadata.labels',
            template.metadata.labels ?? null,
            '`selector` does not match template `labels`',
          ),
        ]),
    ...checkPodTemplate(template, 'spec.template'),
    ...checkLongRunning(template, 'spec.template', 'ReplicationController'),
  ];
}
