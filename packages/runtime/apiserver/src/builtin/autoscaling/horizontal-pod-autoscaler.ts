import { checkPathSegmentName, type FieldError, forbiddenField, invalidField, requiredField } from '@gotk/objects';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import type { AutoscalerDraft, AutoscalerSpecDraft, TargetRefDraft } from './autoscaler-draft.js';
import { fromVersion1, toVersion1 } from './autoscaler-versions.js';
import { checkBehavior } from './check-behavior.js';
import { checkMetrics } from './check-metrics.js';

/** HorizontalPodAutoscalers scale workloads; version 1 knows only the use of CPU, and keeps the rest in annotations. */
export const autoscalerKind = builtinKind<AutoscalerDraft>({
  versions: { v1: { toStorage: fromVersion1, fromStorage: toVersion1 } },
  strategy: {
    prepareForCreate: (autoscaler) => {
      autoscaler.status = { desiredReplicas: 0, currentMetrics: null };
    },
    validate: (autoscaler) => [...namespacedMeta(autoscaler), ...checkSpec(autoscaler.spec, false)],
    validateUpdate: (autoscaler, old) => [
      ...changedMeta(autoscaler, old),
      ...checkSpec(autoscaler.spec, checkApiVersion(old.spec.scaleTargetRef, '').length > 0),
    ],
    validateStatusUpdate: (autoscaler, old) => [
      ...changedMeta(autoscaler, old),
      ...['currentReplicas', 'desiredReplicas'].flatMap((name) =>
        checkNonNegative(Number(autoscaler.status[name] ?? 0), `status.${name}`),
      ),
    ],
  },
});

function checkSpec(spec: AutoscalerSpecDraft, anyApiVersion: boolean): readonly FieldError[] {
  const { minReplicas, maxReplicas, scaleTargetRef } = spec;
  const errors: FieldError[] = [];
  if (minReplicas !== undefined && minReplicas < 1)
    errors.push(invalidField('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas === 0) errors.push(requiredField('spec.maxReplicas', 'must be set and greater than 0'));
  else if (maxReplicas < 0)
    errors.push(invalidField('spec.maxReplicas', maxReplicas, 'must be greater than or equal to 1'));
  if (minReplicas !== undefined && maxReplicas < minReplicas)
    errors.push(invalidField('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  return [
    ...errors,
    ...checkReference(scaleTargetRef, 'spec.scaleTargetRef'),
    ...(anyApiVersion ? [] : checkApiVersion(scaleTargetRef, 'spec.scaleTargetRef')),
    ...checkMetrics(spec.metrics ?? [], checkReference),
    ...checkScaleToZero(spec),
    ...checkBehavior(spec.behavior),
  ];
}

function checkScaleToZero({ minReplicas, metrics = [] }: AutoscalerSpecDraft): readonly FieldError[] {
  const isSeen = metrics.some(({ type }) => type === 'Object' || type === 'External');
  if (minReplicas !== 0 || isSeen) return [];
  const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
  return [forbiddenField('spec.metrics', detail)];
}

function checkReference({ kind, name }: TargetRefDraft, field: string): readonly FieldError[] {
  const check = (value: string, at: string): readonly FieldError[] =>
    value === '' ? [requiredField(at)] : checkPathSegmentName(value).map((error) => invalidField(at, value, error));
  return [...check(kind, `${field}.kind`), ...check(name, `${field}.name`)];
}

function checkApiVersion({ apiVersion = '' }: TargetRefDraft, field: string): readonly FieldError[] {
  const refuse = (detail: string): readonly FieldError[] => [invalidField(`${field}.apiVersion`, apiVersion, detail)];
  const parts = apiVersion.split('/');
  if (parts.length > 2) return refuse(`unexpected GroupVersion string: ${apiVersion}`);
  return parts.length < 2 || parts[0] === '' ? refuse('apiVersion must specify API group') : [];
}
