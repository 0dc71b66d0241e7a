import { type FieldError, invalidField, notSupportedField, requiredField, validateLabelSelector } from '@gotk/objects';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import {
  checkLongRunning,
  checkPodTemplate,
  checkTemplateIsSelected,
  compileDraftSelector,
} from '../pods/check-pod-template.js';
import { podWarnings } from '../pods/pod-warnings.js';
import { checkImmutable, sameValue } from '../same-value.js';
import { checkNotEmpty } from './check-selector.js';
import { checkCollisionCount, checkWorkloadStatus } from './check-workload-status.js';
import { amountOf, checkAtMostAll, checkIntOrPercent } from './int-or-percent.js';
import { TEMPLATE_GENERATION } from './template-generation.js';
import type { DaemonSetDraft } from './workload-drafts.js';

const STATUS = {
  counts: [
    'currentNumberScheduled',
    'numberMisscheduled',
    'desiredNumberScheduled',
    'numberReady',
    'observedGeneration',
    'updatedNumberScheduled',
    'numberAvailable',
    'numberUnavailable',
    'collisionCount',
  ],
  parts: [],
};

/** DaemonSets keep one pod on every node; an annotation counts their templates. */
export const daemonSetKind = builtinKind<DaemonSetDraft>({
  strategy: {
    prepareForCreate: (set) => {
      set.status = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
      countTemplate(set, 1);
    },
    prepareForUpdate: (set, old) => {
      const before = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
      countTemplate(set, sameValue(set.spec.template, old.spec.template) ? before : before + 1);
    },
    validate: (set) => [...namespacedMeta(set), ...checkSpec(set.spec)],
    validateUpdate: (set, old) => [
      ...changedMeta(set, old),
      ...checkImmutable(set.spec.selector, old.spec.selector, 'spec.selector', 'v1.LabelSelector'),
      ...checkSpec(set.spec),
    ],
    validateStatusUpdate: (set, old) => [
      ...changedMeta(set, old),
      ...checkWorkloadStatus(set.status, STATUS),
      ...checkCollisionCount(set.status, old.status),
    ],
    warn: ({ metadata, spec }, old) => {
      if (old !== undefined && metadata.generation === old.metadata.generation) return [];
      return podWarnings(spec.template, 'spec.template.');
    },
  },
});

function countTemplate({ metadata }: DaemonSetDraft, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
}

function checkSpec(spec: DaemonSetDraft['spec']): readonly FieldError[] {
  const { selector, template } = spec;
  return [
    ...validateLabelSelector(selector ?? undefined, 'spec.selector'),
    ...checkTemplateIsSelected(compileDraftSelector(selector), template, 'spec.template'),
    ...checkNotEmpty(selector, 'spec.selector', 'daemonset'),
    ...checkPodTemplate(template, 'spec.template'),
    ...checkLongRunning(template, 'spec.template', 'DaemonSet'),
    ...checkNonNegative(spec.minReadySeconds ?? 0, 'spec.minReadySeconds'),
    ...checkStrategy(spec.updateStrategy),
    ...checkNonNegative(spec.revisionHistoryLimit ?? 0, 'spec.revisionHistoryLimit'),
  ];
}

function checkStrategy(strategy: DaemonSetDraft['spec']['updateStrategy']): readonly FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  const field = 'spec.updateStrategy';
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') {
    const error = notSupportedField(field, null, ['RollingUpdate', 'OnDelete']);
    return [withInternalValue(error, 'apps.DaemonSetUpdateStrategy', strategy)];
  }
  if (rollingUpdate === undefined) return [requiredField(`${field}.rollingUpdate`)];
  return checkRollingUpdate(rollingUpdate.maxUnavailable ?? 0, rollingUpdate.maxSurge ?? 0, `${field}.rollingUpdate`);
}

function checkRollingUpdate(
  unavailable: number | string,
  surge: number | string,
  field: string,
): readonly FieldError[] {
  const [unavailableField, surgeField] = [`${field}.maxUnavailable`, `${field}.maxSurge`];
  const errors = [
    ...checkIntOrPercent(unavailable, unavailableField),
    ...checkIntOrPercent(surge, surgeField),
    ...checkAtMostAll(unavailable, unavailableField),
    ...checkAtMostAll(surge, surgeField),
  ];
  const [hasUnavailable, hasSurge] = [amountOf(unavailable) !== 0, amountOf(surge) !== 0];
  if (hasUnavailable && hasSurge)
    return [...errors, invalidField(surgeField, surge, 'may not be set when maxUnavailable is non-zero')];
  if (!hasUnavailable && !hasSurge)
    return [...errors, requiredField(unavailableField, 'cannot be 0 when maxSurge is 0')];
  return errors;
}
