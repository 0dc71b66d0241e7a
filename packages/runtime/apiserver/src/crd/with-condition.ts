import type { CrdCondition } from './custom-resource-definition.js';

/** The conditions with one of them set; its time changes with its status alone. */
export function withCondition(conditions: readonly CrdCondition[], next: CrdCondition): readonly CrdCondition[] {
  const present = conditions.find(({ type }) => type === next.type);
  if (present === undefined) return [...conditions, next];
  const kept = present.status === next.status && present.lastTransitionTime !== undefined;
  const merged = kept ? { ...next, lastTransitionTime: present.lastTransitionTime } : next;
  return conditions.map((condition) => (condition === present ? merged : condition));
}
