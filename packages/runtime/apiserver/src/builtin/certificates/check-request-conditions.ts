import {
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { sameValue } from '../same-value.js';
import type { RequestConditionDraft, SigningRequestDraft } from './signing-request-draft.js';

const FIELD = 'status.conditions';
const FINAL = ['Approved', 'Denied', 'Failed'];

/** What is wrong with the conditions of a request. */
export function checkRequestConditions(conditions: readonly RequestConditionDraft[]): readonly FieldError[] {
  return conditions.flatMap(({ type = '', status = '' }, index) => {
    const at = `${FIELD}[${index}]`;
    const before = conditions.slice(0, index).map((other) => other.type ?? '');
    const allowed = FINAL.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
    const opposite = { Approved: 'Denied', Denied: 'Approved' }[type];
    return [
      ...(type === '' ? [requiredField(`${at}.type`, '')] : []),
      ...(status === '' ? [requiredField(`${at}.status`, '')] : []),
      ...(status === '' || allowed.includes(status) ? [] : [notSupportedField(`${at}.status`, status, allowed)]),
      ...(opposite !== undefined && before.includes(opposite)
        ? [invalidField(FIELD, type, 'Approved and Denied conditions are mutually exclusive')]
        : []),
      ...(before.includes(type) ? [duplicateField(`${at}.type`, type)] : []),
    ];
  });
}

/** What may not become of conditions: decisions stay, and are made by the approval subresource alone. */
export function checkConditionChanges(
  request: SigningRequestDraft,
  old: SigningRequestDraft,
  mayDecide: boolean,
): readonly FieldError[] {
  return FINAL.flatMap((type) => {
    const [now, before] = [request, old].map(({ status }) =>
      (status?.conditions ?? []).filter((condition) => condition.type === type),
    );
    const difference = (now ?? []).length - (before ?? []).length;
    const refuse = (what: string) => [forbiddenField(FIELD, `updates may not ${what} a condition of type "${type}"`)];
    if (difference < 0) return refuse('remove');
    if (mayDecide || type === 'Failed') return [];
    if (difference > 0) return refuse('add');
    return sameValue(now, before) ? [] : refuse('modify');
  });
}
