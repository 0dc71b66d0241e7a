import { fieldOf, type KubeObject } from '@gotk/objects';
import type { Condition } from './condition.js';

const STATUSES: ReadonlySet<unknown> = new Set(['True', 'False', 'Unknown']);

/** The well-formed entries of `status.conditions`; whatever else stands there is passed over. */
export function parseConditions(object: KubeObject): readonly Condition[] {
  const found = fieldOf(object, 'status', 'conditions');
  return Array.isArray(found) ? found.filter(isCondition) : [];
}

function isCondition(value: unknown): value is Condition {
  return typeof fieldOf(value, 'type') === 'string' && STATUSES.has(fieldOf(value, 'status'));
}
