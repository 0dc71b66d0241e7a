import { type FieldError, invalidField, type LabelSelector, requiredField, validateLabelSelector } from '@gotk/objects';
import { withInternalValue } from '../internal-values/with-internal-value.js';

/** What is wrong with the selector by which a workload knows its pods; `kind` is the word in the error. */
export function checkWorkloadSelector(
  selector: LabelSelector | null,
  field: string,
  kind: string,
): readonly FieldError[] {
  if (selector === null) return [requiredField(field)];
  return [...validateLabelSelector(selector, field), ...checkNotEmpty(selector, field, kind)];
}

/** An error for a selector that would select everything. */
export function checkNotEmpty(selector: LabelSelector | null, field: string, kind: string): readonly FieldError[] {
  if (selector === null) return [];
  const count = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length;
  return count > 0 ? [] : [invalidSelector(field, selector, `empty selector is invalid for ${kind}`)];
}

/** An error that shows a selector. */
export function invalidSelector(field: string, selector: LabelSelector | null, detail: string): FieldError {
  const error = invalidField(field, null, detail);
  return selector === null ? error : withInternalValue(error, 'v1.LabelSelector', selector);
}
