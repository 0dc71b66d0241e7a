import { type FieldError, invalidField } from '@gotk/objects';
import { checkNonNegative } from '../check-numbers.js';

interface StatusRules {
  /** Fields that must not be negative, in the order in which they are checked. */
  readonly counts: readonly string[];
  /** Fields that must not exceed `replicas`. */
  readonly parts: readonly string[];
  /** How an excess of `availableReplicas` over `readyReplicas` is worded. */
  readonly readyName?: string;
}

type Counts = Readonly<Record<string, unknown>>;

/** What is wrong with the numbers of a workload's status. */
export function checkWorkloadStatus(status: Counts, { counts, parts, readyName }: StatusRules): readonly FieldError[] {
  const count = (name: string): number => Number(status[name] ?? 0);
  const tooMany = (name: string, limit: string): readonly FieldError[] => [
    invalidField(`status.${name}`, count(name), `cannot be greater than ${limit}`),
  ];
  return [
    ...counts.flatMap((name) => (status[name] === undefined ? [] : checkNonNegative(count(name), `status.${name}`))),
    ...parts.flatMap((name) => (count(name) > count('replicas') ? tooMany(name, 'status.replicas') : [])),
    ...(readyName !== undefined && count('availableReplicas') > count('readyReplicas')
      ? tooMany('availableReplicas', readyName)
      : []),
  ];
}

/** An error for a collision count that went down, or away. */
export function checkCollisionCount(status: Counts, old: Counts): readonly FieldError[] {
  if (old['collisionCount'] === undefined) return [];
  const count = Number(status['collisionCount'] ?? 0);
  return status['collisionCount'] === undefined || count < Number(old['collisionCount'])
    ? [invalidField('status.collisionCount', count, 'cannot be decremented')]
    : [];
}
