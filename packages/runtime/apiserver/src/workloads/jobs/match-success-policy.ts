import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { parseIndexes } from './job-indexes.js';

/** @param indexes the completions that are done. @returns which rule of the Job's success policy they meet, in Kubernetes' words. */
export function matchSuccessPolicy(job: KubeObject, indexes: ReadonlySet<number>): string | undefined {
  const rules = fieldOf(job, 'spec', 'successPolicy', 'rules');
  if (!Array.isArray(rules) || indexes.size === 0) return undefined;
  const completions = Number(fieldOf(job, 'spec', 'completions') ?? 0);
  const met = rules.findIndex((rule) => isJsonObject(rule) && meets(rule, { indexes, completions }));
  return met === -1 ? undefined : `Matched rules at index ${met}`;
}

function meets(
  { succeededIndexes, succeededCount }: JsonObject,
  { indexes, completions }: { readonly indexes: ReadonlySet<number>; readonly completions: number },
): boolean {
  const needed = typeof succeededCount === 'number' ? succeededCount : undefined;
  if (typeof succeededIndexes !== 'string') return needed !== undefined && indexes.size >= needed;
  const wanted = parseIndexes(succeededIndexes, completions);
  if (wanted.size === 0) return false;
  const done = [...wanted].filter((index) => indexes.has(index)).length;
  return done === wanted.size || (needed !== undefined && done >= needed);
}
