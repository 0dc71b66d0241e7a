import { baselineChecks } from './baseline-checks.js';
import type { CheckedPod, Violation } from './pod-parts.js';
import { restrictedChecksOf } from './restricted-checks.js';
import type { LevelVersion } from './security-policy.js';

/** The last version in which the rules changed; later ones have the same. */
const LATEST = 35;

/** What a pod does against a level of safety. */
export function violationsOf(pod: CheckedPod, { level, minor = LATEST }: LevelVersion): readonly Violation[] {
  if (level === 'privileged') return [];
  const version = Math.min(minor, LATEST);
  const checks = level === 'baseline' ? Object.values(baselineChecks) : restrictedChecksOf(version);
  return checks.flatMap((check) => check(pod, version) ?? []);
}

/** All of it in one text. */
export function renderViolations(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ');
}
