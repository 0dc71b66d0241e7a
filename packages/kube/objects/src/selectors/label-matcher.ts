import { compileRequirement, type LabelRequirement, type Labels, renderRequirement } from './label-requirement.js';

/** A label selector, compiled: build it once, match many. */
export interface LabelMatcher {
  /** Sorted by key. Empty for the two selectors that look at no label: everything and nothing. */
  readonly requirements: readonly LabelRequirement[];
  /** The selector in its normal form; empty for everything and for nothing. */
  readonly text: string;
  /** Whether every object matches. */
  readonly matchesAll: boolean;
  matches(labels: Labels): boolean;
}

/** The selector that every object matches. */
export const everyLabel: LabelMatcher = { requirements: [], text: '', matchesAll: true, matches: () => true };

/** The selector that no object matches. */
export const noLabel: LabelMatcher = { requirements: [], text: '', matchesAll: false, matches: () => false };

/** The selector that all `requirements` make together. */
export function compileLabelMatcher(requirements: readonly LabelRequirement[]): LabelMatcher {
  if (requirements.length === 0) return everyLabel;
  const sorted = [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const conditions = sorted.map(compileRequirement);
  const [only] = conditions;
  return {
    requirements: sorted,
    text: sorted.map(renderRequirement).join(','),
    matchesAll: false,
    matches:
      conditions.length === 1 && only !== undefined
        ? only
        : (labels) => conditions.every((condition) => condition(labels)),
  };
}

/** The selector for objects with all these labels. The labels are not checked. */
export function matchLabels(labels: Readonly<Record<string, string>>): LabelMatcher {
  return compileLabelMatcher(
    Object.entries(labels).map(([key, value]) => ({ key, operator: '=', values: [value] }) as const),
  );
}

/** The only value of `key` the selector admits, or `undefined` when it admits several or does not say. */
export function exactLabelValue(matcher: LabelMatcher, key: string): string | undefined {
  const requirement = matcher.requirements.find((candidate) => candidate.key === key);
  if (requirement === undefined || !['=', '==', 'in'].includes(requirement.operator)) return undefined;
  return requirement.values.length === 1 ? requirement.values[0] : undefined;
}
