import { type FieldError, forbiddenField } from '@gotk/objects';

/** What one rule may cost at most, on all values of an object that it applies to. */
export const MAX_RULE_COST = 10_000_000;
/** What all rules of a schema may cost at most. */
const MAX_TOTAL_COST = 100_000_000;
/** The rules that are named when all together cost too much. */
const MAX_NAMED = 4;

/** Adds up what the rules of a schema may cost. */
export class RuleCosts {
  #total = 0;
  #dearest: { readonly field: string; readonly cost: number }[] = [];

  /** @param skipsSingle whether a single rule may cost more than is allowed */
  constructor(readonly skipsSingle: boolean) {}

  add(field: string, cost: number): void {
    this.#total += cost;
    if (cost < MAX_TOTAL_COST / 100) return;
    this.#dearest = [...this.#dearest, { field, cost }].sort((a, b) => b.cost - a.cost).slice(0, MAX_NAMED);
  }

  /** What is wrong with all of them together. */
  totalErrors(field: string): readonly FieldError[] {
    if (this.#total <= MAX_TOTAL_COST) return [];
    const part = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
    const whole = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
    return [
      ...this.#dearest.map((rule) => forbiddenField(rule.field, part)),
      forbiddenField(field, costProblem(whole, this.#total, MAX_TOTAL_COST)),
    ];
  }
}

/** By how much an estimate is beyond its limit. */
export function costProblem(name: string, cost: number, limit: number): string {
  const factor = cost / limit;
  const shown = factor > 100 ? 'more than 100x' : factor < 1.5 ? `${factor.toFixed(6)}x` : `${factor.toFixed(1)}x`;
  const advice =
    'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';
  return `${name} exceeds budget by factor of ${shown} (${advice})`;
}
