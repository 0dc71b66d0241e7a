import type { Version } from './version.js';

/** How a version is compared with a constraint's. `=>` is read as `>=`, `=<` as `<=`. */
export type Operator = '' | '=' | '!=' | '>' | '<' | '>=' | '=>' | '<=' | '=<' | '~' | '~>' | '^';

/** Which number of a constraint is the first that is left open: `1.x` leaves the minor open. */
export type OpenPart = 'none' | 'patch' | 'minor' | 'major';

/** One comparison. */
export interface Comparison {
  readonly operator: Operator;
  /** The version as written, without operator. */
  readonly text: string;
  readonly version: Version;
  readonly open: OpenPart;
}

/** Comparisons that must all hold. */
export interface ConstraintGroup {
  readonly comparisons: readonly Comparison[];
  /** Whether one of them names a prerelease; only then can prereleases match. */
  readonly namesPrerelease: boolean;
}

/** Groups of which one must hold. */
export interface Constraint {
  readonly groups: readonly ConstraintGroup[];
}

/** The constraint in its normal form. */
export function renderConstraint({ groups }: Constraint): string {
  return groups
    .map(({ comparisons }) => comparisons.map(({ operator, text }) => operator + text).join(' '))
    .join(' || ');
}
