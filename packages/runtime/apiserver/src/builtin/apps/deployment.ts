import { type FieldError, forbiddenField, invalidField, notSupportedField, requiredField } from '@gotk/objects';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { podWarnings } from '../pods/pod-warnings.js';
import { checkImmutable, sameValue } from '../same-value.js';
import { checkReplicatedTemplate } from './check-replicated-template.js';
import { checkCollisionCount, checkWorkloadStatus } from './check-workload-status.js';
import { amountOf, checkAtMostAll, checkIntOrPercent } from './int-or-percent.js';
import type { DeploymentDraft } from './workload-drafts.js';
import { workloadNameWarning } from './workload-name-warning.js';
import { workloadScale } from './workload-scale.js';

const STATUS = {
  counts: [
    'observedGeneration',
    'replicas',
    'updatedReplicas',
    'readyReplicas',
    'availableReplicas',
    'unavailableReplicas',
    'terminatingReplicas',
    'collisionCount',
  ],
  parts: ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
  readyName: 'readyReplicas',
};

/** Deployments roll a template of pods out; a change of annotations counts as a new generation too. */
export const deploymentKind = builtinKind<DeploymentDraft>({
  scale: workloadScale,
  strategy: {
    prepareForCreate: (deployment) => {
      deployment.status = {};
    },
    statusResets: [['spec'], ['metadata', 'labels']],
    prepareForStatusUpdate: ({ metadata }, old) => {
      if (old.metadata.labels === undefined) delete metadata.labels;
      else metadata.labels = old.metadata.labels;
    },
    prepareForUpdate: ({ metadata }, old) => {
      if (!sameValue(metadata.annotations ?? {}, old.metadata.annotations ?? {}))
        metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    validate: (deployment) => [...namespacedMeta(deployment), ...checkSpec(deployment.spec)],
    validateUpdate: (deployment, old) => [
      ...changedMeta(deployment, old),
      ...checkSpec(deployment.spec),
      ...checkImmutable(deployment.spec.selector, old.spec.selector, 'spec.selector', 'v1.LabelSelector'),
    ],
    validateStatusUpdate: (deployment, old) => [
      ...changedMeta(deployment, old),
      ...checkWorkloadStatus(deployment.status, STATUS),
      ...checkCollisionCount(deployment.status, old.status),
    ],
    warn: ({ metadata, spec }, old) => {
      if (old !== undefined && metadata.generation === old.metadata.generation) return [];
      const named = old === undefined ? workloadNameWarning(metadata) : [];
      return [...named, ...podWarnings(spec.template, 'spec.template.')];
    },
  },
});

function checkSpec(spec: DeploymentDraft['spec']): readonly FieldError[] {
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  return [
    ...checkNonNegative(spec.replicas ?? 0, 'spec.replicas'),
    ...checkReplicatedTemplate(spec, 'ReplicaSet'),
    ...checkStrategy(spec.strategy),
    ...checkNonNegative(minReadySeconds, 'spec.minReadySeconds'),
    ...checkNonNegative(spec.revisionHistoryLimit ?? 0, 'spec.revisionHistoryLimit'),
    ...checkNonNegative(deadline ?? 0, 'spec.progressDeadlineSeconds'),
    ...(deadline !== undefined && deadline <= minReadySeconds
      ? [invalidField('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

function checkStrategy(strategy: DeploymentDraft['spec']['strategy']): readonly FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  const field = 'spec.strategy.rollingUpdate';
  switch (type) {
    case 'Recreate':
      if (rollingUpdate === undefined) return [];
      return [forbiddenField(field, "may not be specified when strategy `type` is 'Recreate'")];
    case 'RollingUpdate':
      if (rollingUpdate === undefined) return [requiredField(field, 'this should be defaulted and never be nil')];
      return checkRollingUpdate(rollingUpdate.maxUnavailable ?? 0, rollingUpdate.maxSurge ?? 0, field);
    default:
      return [
        withInternalValue(
          notSupportedField('spec.strategy', null, ['Recreate', 'RollingUpdate']),
          'apps.DeploymentStrategy',
          strategy,
        ),
      ];
  }
}

function checkRollingUpdate(
  unavailable: number | string,
  surge: number | string,
  field: string,
): readonly FieldError[] {
  const at = `${field}.maxUnavailable`;
  return [
    ...checkIntOrPercent(unavailable, at),
    ...checkIntOrPercent(surge, `${field}.maxSurge`),
    ...(amountOf(unavailable) === 0 && amountOf(surge) === 0
      ? [invalidField(at, unavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...checkAtMostAll(unavailable, at),
  ];
}
