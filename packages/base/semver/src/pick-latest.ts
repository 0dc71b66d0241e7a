import { type CheckConstraintOptions, matchesConstraint } from './check-constraint.js';
import { compareVersions } from './compare-versions.js';
import type { Constraint } from './constraint.js';
import { findVersion } from './parse-version.js';
import type { Version } from './version.js';

/**
 * The texts that are versions and fulfil the constraint, highest first; equal ones keep their order.
 */
export function matchingVersions(
  texts: readonly string[],
  constraint: Constraint,
  options: CheckConstraintOptions = {},
): readonly Version[] {
  return texts
    .map(findVersion)
    .filter((version) => version !== undefined)
    .filter((version) => matchesConstraint(version, constraint, options))
    .sort((a, b) => compareVersions(b, a));
}

/** The highest of the texts that fulfils the constraint, as written; `undefined` where none does. */
export function pickLatest(
  texts: readonly string[],
  constraint: Constraint,
  options: CheckConstraintOptions = {},
): string | undefined {
  return matchingVersions(texts, constraint, options)[0]?.original;
}
