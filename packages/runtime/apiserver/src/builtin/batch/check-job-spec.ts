import {
  type FieldError,
  invalidField,
  notSupportedField,
  requiredField,
  tooLongField,
  validateDomainPrefixedPath,
} from '@gotk/objects';
import { checkNonNegative } from '../check-numbers.js';
import { checkPodTemplate } from '../pods/check-pod-template.js';
import { checkFailurePolicy } from './check-failure-policy.js';
import { checkSuccessPolicy } from './check-success-policy.js';
import type { JobSpecDraft } from './job-drafts.js';

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;
const MANY = 100_000;
const MAX_WITH_MANY = 10_000;
const MAX_MANAGER = 63;

/** What is wrong with the spec of a Job, or of a template of Jobs, apart from its selector. */
export function checkJobSpec(spec: JobSpecDraft, field: string): readonly FieldError[] {
  return [
    ...COUNTS.flatMap((name) => checkNonNegative(spec[name] ?? 0, `${field}.${name}`)),
    ...(spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
      ? [requiredField(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')]
      : []),
    ...checkManager(spec.managedBy, `${field}.managedBy`),
    ...checkMode(spec, field),
    ...checkFailurePolicy(spec, `${field}.podFailurePolicy`),
    ...checkSuccessPolicy(spec, `${field}.successPolicy`),
    ...checkReplacement(spec, `${field}.podReplacementPolicy`),
    ...checkPodTemplate(spec.template, `${field}.template`),
    ...checkRestart(spec, `${field}.template.spec.restartPolicy`),
  ];
}

function checkManager(managedBy: string | undefined, field: string): readonly FieldError[] {
  if (managedBy === undefined) return [];
  const long = managedBy.length > MAX_MANAGER ? [tooLongField(field, MAX_MANAGER)] : [];
  return [...validateDomainPrefixedPath(managedBy, field), ...long];
}

function checkMode(spec: JobSpecDraft, field: string): readonly FieldError[] {
  const { completionMode: mode, backoffLimitPerIndex, maxFailedIndexes } = spec;
  if (mode === 'Indexed') return checkIndexed(spec, field);
  const indexed = 'requires indexed completion mode';
  if (mode !== undefined && mode !== 'NonIndexed')
    return [notSupportedField(`${field}.completionMode`, mode, ['NonIndexed', 'Indexed'])];
  return [
    ...(backoffLimitPerIndex === undefined
      ? []
      : [invalidField(`${field}.backoffLimitPerIndex`, backoffLimitPerIndex, indexed)]),
    ...(maxFailedIndexes === undefined ? [] : [invalidField(`${field}.maxFailedIndexes`, maxFailedIndexes, indexed)]),
  ];
}

function checkIndexed(spec: JobSpecDraft, field: string): readonly FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes } = spec;
  const atMost = (name: 'parallelism' | 'maxFailedIndexes', detail: string): FieldError =>
    invalidField(`${field}.${name}`, spec[name] ?? 0, `must be less than or equal to ${detail}`);
  const errors: FieldError[] = [];
  if (completions === undefined) errors.push(requiredField(`${field}.completions`, 'when completion mode is Indexed'));
  if (parallelism > MANY) errors.push(atMost('parallelism', `${MANY} when completion mode is Indexed`));
  if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions)
    errors.push(atMost('maxFailedIndexes', 'completions'));
  if ((maxFailedIndexes ?? 0) > MANY) errors.push(atMost('maxFailedIndexes', String(MANY)));
  if ((completions ?? 0) <= MANY || spec.backoffLimitPerIndex === undefined) return errors;
  const limit = `${MAX_WITH_MANY} when completions are above ${MANY} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined)
    errors.push(requiredField(`${field}.maxFailedIndexes`, `must be specified when completions is above ${MANY}`));
  if (parallelism > MAX_WITH_MANY) errors.push(atMost('parallelism', limit));
  if ((maxFailedIndexes ?? 0) > MAX_WITH_MANY) errors.push(atMost('maxFailedIndexes', limit));
  return errors;
}

function checkReplacement(
  { podReplacementPolicy: policy, podFailurePolicy }: JobSpecDraft,
  field: string,
): readonly FieldError[] {
  const allowed = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  return policy === undefined || allowed.includes(policy) ? [] : [notSupportedField(field, policy, allowed)];
}

function checkRestart({ template, podFailurePolicy }: JobSpecDraft, field: string): readonly FieldError[] {
  const { restartPolicy: policy = '' } = template.spec;
  if (policy === '' || policy === 'Always') return [requiredField(field, 'valid values: "OnFailure", "Never"')];
  if (policy !== 'OnFailure' && policy !== 'Never') return [notSupportedField(field, policy, ['OnFailure', 'Never'])];
  if (podFailurePolicy === undefined || policy === 'Never') return [];
  return [invalidField(field, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}
