export { type CheckConstraintOptions, explainConstraint, matchesConstraint } from './check-constraint.js';
export { compareVersions } from './compare-versions.js';
export {
  type Comparison,
  type Constraint,
  type ConstraintGroup,
  type OpenPart,
  type Operator,
  renderConstraint,
} from './constraint.js';
export { incrementVersion } from './increment-version.js';
export { parseConstraint } from './parse-constraint.js';
export { findVersion, parseStrictVersion, parseVersion } from './parse-version.js';
export { matchingVersions, pickLatest } from './pick-latest.js';
export { renderVersion, type Version } from './version.js';
