import { type FieldError, invalidField, requiredField, tooLongField, tooManyField } from '@gotk/objects';
import { checkNonNegative } from '../check-numbers.js';
import { withInternalValue } from '../internal-values/with-internal-value.js';
import { countIndexes } from './count-indexes.js';
import type { JobSpecDraft } from './job-drafts.js';

const MAX_RULES = 20;
const MAX_INDEXES_BYTES = 64 * 1024;

interface SuccessRule {
  readonly succeededIndexes?: string;
  readonly succeededCount?: number;
}

/** What is wrong with what a Job takes for success. */
export function checkSuccessPolicy(spec: JobSpecDraft, field: string): readonly FieldError[] {
  const { successPolicy, completionMode } = spec;
  if (successPolicy === undefined) return [];
  const rules = (successPolicy['rules'] ?? []) as readonly SuccessRule[];
  if (completionMode !== 'Indexed') {
    const error = invalidField(field, null, 'requires indexed completion mode');
    return [withInternalValue(error, 'batch.SuccessPolicy', successPolicy)];
  }
  const none = 'at least one rules must be specified when the successPolicy is specified';
  return [
    ...(rules.length === 0 ? [requiredField(`${field}.rules`, none)] : []),
    ...(rules.length > MAX_RULES ? [tooManyField(`${field}.rules`, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((rule, index) => checkRule(rule, spec.completions ?? 0, `${field}.rules[${index}]`)),
  ];
}

function checkRule(
  { succeededIndexes, succeededCount }: SuccessRule,
  completions: number,
  field: string,
): readonly FieldError[] {
  if (succeededIndexes === undefined && succeededCount === undefined)
    return [requiredField(field, 'at least one of succeededCount or succeededIndexes must be specified')];
  const indexes = countIndexes(succeededIndexes ?? '', completions);
  const at = `${field}.succeededIndexes`;
  return [
    ...((succeededIndexes ?? '').length > MAX_INDEXES_BYTES ? [tooLongField(at, MAX_INDEXES_BYTES)] : []),
    ...(typeof indexes === 'number'
      ? []
      : [invalidField(at, succeededIndexes ?? '', `error parsing succeededIndexes: ${indexes.error}`)]),
    ...(succeededCount === undefined
      ? []
      : checkCount(succeededCount, {
          completions,
          indexes: succeededIndexes === undefined ? undefined : typeof indexes === 'number' ? indexes : 0,
          field: `${field}.succeededCount`,
        })),
  ];
}

function checkCount(
  count: number,
  {
    completions,
    indexes,
    field,
  }: { readonly completions: number; readonly indexes: number | undefined; readonly field: string },
): readonly FieldError[] {
  const atMost = (limit: number, what: string): FieldError =>
    invalidField(field, count, `must be less than or equal to ${limit} (the number of ${what})`);
  return [
    ...checkNonNegative(count, field),
    ...(count > completions ? [atMost(completions, 'specified completions')] : []),
    ...(indexes !== undefined && count > indexes
      ? [atMost(indexes, 'indexes in the specified succeededIndexes field')]
      : []),
  ];
}
