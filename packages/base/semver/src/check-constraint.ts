import { goQuote } from '@gotk/json';
import { checkComparison } from './check-comparison.js';
import type { Constraint, ConstraintGroup } from './constraint.js';
import { renderVersion, type Version } from './version.js';

export interface CheckConstraintOptions {
  /** Whether prereleases can match a constraint that names none. @default false */
  readonly includePrerelease?: boolean;
}

/** Whether a version fulfils a constraint. */
export function matchesConstraint(
  version: Version,
  constraint: Constraint,
  { includePrerelease = false }: CheckConstraintOptions = {},
): boolean {
  return constraint.groups.some(
    (group) =>
      !isHidden(version, group, includePrerelease) &&
      group.comparisons.every((comparison) => checkComparison(version, comparison) === undefined),
  );
}

/** Why a version does not fulfil a constraint: a sentence per comparison that fails; none where it does. */
export function explainConstraint(
  version: Version,
  constraint: Constraint,
  { includePrerelease = false }: CheckConstraintOptions = {},
): readonly string[] {
  if (matchesConstraint(version, constraint, { includePrerelease })) return [];
  const reasons: string[] = [];
  let hidden = false;
  for (const group of constraint.groups) {
    if (!isHidden(version, group, includePrerelease)) {
      reasons.push(...group.comparisons.flatMap((comparison) => checkComparison(version, comparison) ?? []));
    } else if (!hidden) {
      hidden = true;
      reasons.push(
        `${goQuote(renderVersion(version))} is a prerelease version and the constraint is only looking for release versions`,
      );
    }
  }
  return reasons;
}

/** Whether a version is a prerelease that the group does not look at. */
function isHidden({ prerelease }: Version, { namesPrerelease }: ConstraintGroup, includePrerelease: boolean): boolean {
  return prerelease !== '' && !namesPrerelease && !includePrerelease;
}
