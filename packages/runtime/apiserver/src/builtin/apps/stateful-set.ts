import {
  checkDns1123Label,
  type FieldError,
  forbiddenField,
  invalidField,
  nameIsDnsLabel,
  notSupportedField,
  validateAnnotations,
  validateLabels,
} from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import { checkClaimSpec } from '../core/check-claim-spec.js';
import type { ClaimSpecDraft } from '../core/claim-draft.js';
import type { PodTemplateDraft, VolumeDraft } from '../core/pod-draft.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import {
  checkLongRunning,
  checkPodTemplate,
  checkTemplateIsSelected,
  compileDraftSelector,
} from '../pods/check-pod-template.js';
import { checkPodAnnotations } from '../pods/checks/check-pod-annotations.js';
import { podWarnings } from '../pods/pod-warnings.js';
import { claimWarnings } from '../pods/volume-warnings.js';
import { sameValue } from '../same-value.js';
import { checkWorkloadSelector, invalidSelector } from './check-selector.js';
import { checkCollisionCount, checkWorkloadStatus } from './check-workload-status.js';
import { amountOf, checkAtMostAll, checkIntOrPercent } from './int-or-percent.js';
import type { StatefulSetDraft } from './workload-drafts.js';
import { workloadScale } from './workload-scale.js';

const STATUS = {
  counts: [
    'replicas',
    'readyReplicas',
    'currentReplicas',
    'updatedReplicas',
    'availableReplicas',
    'observedGeneration',
    'collisionCount',
  ],
  parts: ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'],
  readyName: 'status.readyReplicas',
};
const CHANGEABLE = [
  'replicas',
  'template',
  'updateStrategy',
  'minReadySeconds',
  'ordinals',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
] as const;
const FORBIDDEN_CHANGE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
  "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** StatefulSets keep numbered pods with volumes of their own. */
export const statefulSetKind = builtinKind<StatefulSetDraft>({
  scale: workloadScale,
  strategy: {
    prepareForCreate: (set) => {
      set.status = { replicas: 0, availableReplicas: 0 };
      dropUnavailable(set.spec);
    },
    prepareForUpdate: ({ spec }) => dropUnavailable(spec),
    validate: (set) => [
      ...namespacedMeta(set, nameIsDnsLabel),
      ...checkServiceName(set.spec),
      ...checkSpec(set.spec, true),
    ],
    validateUpdate: (set, old) => [
      ...changedMeta(set, old),
      ...checkSpec(set.spec, false),
      ...checkUnchanged(set.spec, old.spec),
    ],
    validateStatusUpdate: (set, old) => [
      ...checkWorkloadStatus(set.status, STATUS),
      ...changedMeta(set, old),
      ...checkCollisionCount(set.status, old.status),
    ],
    warn: ({ metadata, spec }, old) => {
      if (old !== undefined && metadata.generation === old.metadata.generation) return [];
      const limit = spec.revisionHistoryLimit;
      return [
        ...(spec.volumeClaimTemplates ?? []).flatMap((claim, index) =>
          claimWarnings((claim['spec'] ?? {}) as ClaimSpecDraft, `spec.volumeClaimTemplates[${index}]`),
        ),
        ...podWarnings(spec.template, 'spec.template.'),
        ...(limit !== undefined && limit < 0
          ? [
              'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
            ]
          : []),
      ];
    },
  },
});

/** How many pods may be away at once is a feature that is off. */
function dropUnavailable({ updateStrategy: { rollingUpdate } }: StatefulSetDraft['spec']): void {
  delete rollingUpdate?.maxUnavailable;
}

function checkServiceName({ serviceName = '' }: StatefulSetDraft['spec']): readonly FieldError[] {
  if (serviceName === '') return [];
  return checkDns1123Label(serviceName).map((error) => invalidField('spec.serviceName', serviceName, error));
}

function checkSpec(spec: StatefulSetDraft['spec'], withClaims: boolean): readonly FieldError[] {
  const { selector, podManagementPolicy: policy = '' } = spec;
  return [
    ...(policy === 'OrderedReady' || policy === 'Parallel'
      ? []
      : [invalidField('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...checkStrategy(spec.updateStrategy),
    ...checkRetention(spec.persistentVolumeClaimRetentionPolicy),
    ...(withClaims ? checkClaims(spec.volumeClaimTemplates ?? []) : []),
    ...checkNonNegative(spec.replicas ?? 0, 'spec.replicas'),
    ...checkNonNegative(spec.minReadySeconds ?? 0, 'spec.minReadySeconds'),
    ...checkNonNegative(spec.ordinals?.start ?? 0, 'spec.ordinals.start'),
    ...checkWorkloadSelector(selector, 'spec.selector', 'statefulset'),
    ...checkTemplate(spec),
    ...checkLongRunning(spec.template, 'spec.template', 'StatefulSet'),
  ];
}

function checkStrategy(strategy: StatefulSetDraft['spec']['updateStrategy']): readonly FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  const field = 'spec.updateStrategy';
  if (type === 'RollingUpdate') return rollingUpdate === undefined ? [] : checkRollingUpdate(rollingUpdate);
  if (type === 'OnDelete')
    return rollingUpdate === undefined
      ? []
      : [
          withInternalValue(
            invalidField(`${field}.rollingUpdate`, null, "only allowed for updateStrategy 'RollingUpdate'"),
            'apps.RollingUpdateStatefulSetStrategy',
            rollingUpdate,
          ),
        ];
  const error = invalidField(field, null, "must be 'RollingUpdate' or 'OnDelete'");
  return [withInternalValue(error, 'apps.StatefulSetUpdateStrategy', strategy)];
}

function checkRollingUpdate({
  partition = 0,
  maxUnavailable,
}: {
  partition?: number;
  maxUnavailable?: number | string;
}): readonly FieldError[] {
  const field = 'spec.updateStrategy.rollingUpdate';
  const errors = checkNonNegative(partition, `${field}.partition`);
  if (maxUnavailable === undefined) return errors;
  const at = `${field}.maxUnavailable`;
  return [
    ...errors,
    ...checkIntOrPercent(maxUnavailable, at),
    ...(amountOf(maxUnavailable) === 0 ? [invalidField(at, maxUnavailable, 'cannot be 0')] : []),
    ...checkAtMostAll(maxUnavailable, at),
  ];
}

function checkRetention(
  policy: StatefulSetDraft['spec']['persistentVolumeClaimRetentionPolicy'] = {},
): readonly FieldError[] {
  return (['whenDeleted', 'whenScaled'] as const).flatMap((when) => {
    const value = policy[when] ?? '';
    if (value === 'Retain' || value === 'Delete') return [];
    return [notSupportedField(`spec.persistentVolumeClaimRetentionPolicy.${when}`, value, ['Retain', 'Delete'])];
  });
}

function checkClaims(claims: readonly DraftObject[]): readonly FieldError[] {
  return claims.flatMap((claim, index) =>
    checkClaimSpec((claim['spec'] ?? {}) as ClaimSpecDraft, `spec.volumeClaimTemplates[${index}].spec`),
  );
}

function checkTemplate(spec: StatefulSetDraft['spec']): readonly FieldError[] {
  const { selector, template } = spec;
  const matcher = compileDraftSelector(selector);
  if (matcher === undefined) return [invalidSelector('spec.selector', selector, '')];
  return [
    ...checkTemplateIsSelected(matcher, template, 'spec.template'),
    ...checkPodTemplate(asCreated(spec), 'spec.template'),
    // The server looks at these a second time, and tells it again.
    ...validateLabels(template.metadata.labels, 'spec.template.labels'),
    ...validateAnnotations(template.metadata.annotations, 'spec.template.annotations'),
    ...checkPodAnnotations(template.metadata, template.spec, 'spec.template.annotations'),
  ];
}

/** The template as pods are made of it: with the volumes of the claims, and with names of the controller's. */
function asCreated({ template, volumeClaimTemplates = [] }: StatefulSetDraft['spec']): PodTemplateDraft {
  const { hostname: _hostname, subdomain: _subdomain, ...rest } = template.spec;
  if (volumeClaimTemplates.length === 0) return { ...template, spec: rest };
  const claimed = volumeClaimTemplates.map(
    ({ metadata: { name = '' } }): VolumeDraft => ({ name, persistentVolumeClaim: { claimName: name } }),
  );
  const byName = new Map([...(rest.volumes ?? []), ...claimed].map((volume) => [volume.name, volume]));
  return { ...template, spec: { ...rest, volumes: [...byName.values()] } };
}

function checkUnchanged(spec: StatefulSetDraft['spec'], old: StatefulSetDraft['spec']): readonly FieldError[] {
  const rest = (value: StatefulSetDraft['spec']): object => {
    const fields: Record<string, unknown> = { ...value };
    for (const name of CHANGEABLE) delete fields[name];
    return fields;
  };
  return sameValue(rest(spec), rest(old)) ? [] : [forbiddenField('spec', FORBIDDEN_CHANGE)];
}
