import { goQuote } from '@gotk/json';
import { comparePrereleases, compareVersions } from './compare-versions.js';
import type { Comparison } from './constraint.js';
import { renderVersion, type Version } from './version.js';

/** Why the version does not fulfil the comparison, or `undefined` where it does. Prereleases are taken as any other version. */
export function checkComparison(version: Version, comparison: Comparison): string | undefined {
  switch (comparison.operator) {
    case '!=':
      return checkNotEqual(version, comparison);
    case '>':
      return checkGreater(version, comparison);
    case '<':
      return compareVersions(version, comparison.version) < 0
        ? undefined
        : because(version, 'is greater than or equal to', comparison);
    case '>=':
    case '=>':
      return compareVersions(version, comparison.version) >= 0
        ? undefined
        : because(version, 'is less than', comparison);
    case '<=':
    case '=<':
      return checkLessOrEqual(version, comparison);
    case '~':
    case '~>':
      return checkTilde(version, comparison);
    case '^':
      return checkCaret(version, comparison);
    case '':
    case '=':
      return comparison.open === 'none' ? checkEqual(version, comparison) : checkTilde(version, comparison);
  }
}

function because(version: Version, relation: string, { text }: Comparison): string {
  return `${goQuote(renderVersion(version))} ${relation} ${goQuote(text)}`;
}

function checkEqual(version: Version, comparison: Comparison): string | undefined {
  return compareVersions(version, comparison.version) === 0
    ? undefined
    : because(version, 'is not equal to', comparison);
}

function checkNotEqual(version: Version, comparison: Comparison): string | undefined {
  return isExcluded(version, comparison) ? because(version, 'is equal to', comparison) : undefined;
}

/** Whether a version lies in what `!=` excludes; `1.2.x` excludes a whole minor. */
function isExcluded(version: Version, { version: wanted, open }: Comparison): boolean {
  if (open === 'none') return compareVersions(version, wanted) === 0;
  if (version.major !== wanted.major) return false;
  if (open === 'minor') return true;
  if (version.minor !== wanted.minor) return false;
  if (open === 'major') return version.patch === wanted.patch && compareVersions(version, wanted) === 0;
  if (version.prerelease === '' && wanted.prerelease === '') return true;
  return comparePrereleases(version.prerelease, wanted.prerelease) === 0;
}

function checkGreater(version: Version, comparison: Comparison): string | undefined {
  return isGreater(version, comparison) ? undefined : because(version, 'is less than or equal to', comparison);
}

function isGreater(version: Version, { version: wanted, open }: Comparison): boolean {
  if (open === 'none' || open === 'major') return compareVersions(version, wanted) > 0;
  if (version.major !== wanted.major) return version.major > wanted.major;
  return open === 'patch' && version.minor > wanted.minor;
}

function checkLessOrEqual(version: Version, comparison: Comparison): string | undefined {
  return isLessOrEqual(version, comparison) ? undefined : because(version, 'is greater than', comparison);
}

function isLessOrEqual(version: Version, { version: wanted, open }: Comparison): boolean {
  if (open === 'none') return compareVersions(version, wanted) <= 0;
  if (version.major > wanted.major) return false;
  return version.major < wanted.major || version.minor <= wanted.minor || open === 'minor';
}

function checkTilde(version: Version, comparison: Comparison): string | undefined {
  const { version: wanted, open } = comparison;
  if (compareVersions(version, wanted) < 0) return because(version, 'is less than', comparison);
  const isZero = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n;
  // ~0.0.0 and ~* have no upper bound.
  if (isZero && open !== 'minor' && open !== 'patch') return undefined;
  if (version.major !== wanted.major) return because(version, 'does not have same major version as', comparison);
  if (version.minor !== wanted.minor && open !== 'minor')
    return because(version, 'does not have same major and minor version as', comparison);
  return undefined;
}

function checkCaret(version: Version, comparison: Comparison): string | undefined {
  const { version: wanted, open } = comparison;
  if (compareVersions(version, wanted) < 0) return because(version, 'is less than', comparison);
  const otherMajor = because(version, 'does not have same major version as', comparison);
  if (wanted.major > 0n || open === 'minor') return version.major === wanted.major ? undefined : otherMajor;
  if (version.major > 0n) return otherMajor;
  const otherMinor = because(version, 'does not have same minor version as', comparison);
  if (wanted.minor > 0n || open === 'patch') {
    if (version.minor === wanted.minor) return undefined;
    return `${otherMinor}. Expected minor versions to match when constraint major version is 0`;
  }
  if (version.minor > 0n) return otherMinor;
  if (version.patch === wanted.patch) return undefined;
  const unequal = because(version, 'does not equal', comparison);
  return `${unequal}. Expect version and constraint to equal when major and minor versions are 0`;
}
