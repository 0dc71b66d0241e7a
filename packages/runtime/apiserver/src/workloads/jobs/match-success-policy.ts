import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** @param indexes the completions that are done. @returns which rule of the Job's success policy they meet, in Kubernetes' words. */
export function matchSuccessPolicy(job: KubeObject, indexes: ReadonlySet<number>): string | undefined {
  const rules = fieldOf(job, 'spec', 'successPolicy', 'rules');
  if (!Array.isArray(rules) || indexes.size === 0) return undefined;
  const met = rules.findIndex((rule) => isJsonObject(rule) && meets(rule, indexes));
  return met === -1 ? undefined : `Matched rules at index ${met}`;
}

function meets({ succeededIndexes, succeededCount }: JsonObject, indexes: ReadonlySet<number>): boolean {
  const needed = typeof succeededCount === 'number' ? succeededCount : undefined;
  if (typeof succeededIndexes !== 'string') return needed !== undefined && indexes.size >= needed;
  const intervals = succeededIndexes.split(',').map((interval) => {
    const [start = 0, end = start] = interval.split('-').map(Number);
    return [start, end] as const;
  });
  const size = intervals.reduce((sum, [start, end]) => sum + end - start + 1, 0);
  const done = [...indexes].filter((index) => intervals.some(([start, end]) => index >= start && index <= end)).length;
  return done >= Math.min(size, needed ?? size);
}
