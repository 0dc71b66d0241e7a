import {
  compareVersions,
  explainConstraint,
  incrementVersion,
  matchesConstraint,
  parseConstraint,
  parseStrictVersion,
  parseVersion,
  pickLatest,
  renderConstraint,
  renderVersion,
  type Version,
} from '@gotk/semver';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of semver.jsonl. */
export function runSemverRow(row: Row): CaseResult {
  return checkRow(row, () => answer(row));
}

function answer(row: Row): unknown {
  switch (row.op) {
    case 'newVersion':
      return describe(parseVersion(String(row['input'])));
    case 'strictNewVersion':
      return describe(parseStrictVersion(String(row['input'])));
    case 'inc':
      return increments(parseVersion(String(row['input'])));
    case 'compare':
      return compare(row);
    case 'stableSort':
      return sort(textsOf(row, 'input'));
    case 'newConstraint':
      return splitByMatch(row);
    case 'constraintIncludePrerelease':
      return withPrereleases(row);
    case 'validate':
      return validate(row);
    case 'pickLatest':
      return pickLatest(textsOf(row, 'tags'), parseConstraint(String(row['constraint']))) ?? null;
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function textsOf(row: Row, field: string): readonly string[] {
  return row[field] as readonly string[];
}

function describe(version: Version): unknown {
  const { metadata, original, prerelease } = version;
  const [major, minor, patch] = [version.major, version.minor, version.patch].map(Number);
  return { major, metadata, minor, original, patch, prerelease, string: renderVersion(version) };
}

function increments(version: Version): unknown {
  const next = (part: 'major' | 'minor' | 'patch') => renderVersion(incrementVersion(version, part));
  return { major: next('major'), minor: next('minor'), patch: next('patch') };
}

function compare(row: Row): number {
  const order = Math.sign(compareVersions(parseVersion(String(row['a'])), parseVersion(String(row['b']))));
  if (row['equal'] !== (order === 0)) throw new Error(`equal is ${order === 0}`);
  return order;
}

function sort(texts: readonly string[]): readonly string[] {
  return texts
    .map(parseVersion)
    .sort(compareVersions)
    .map(({ original }) => original);
}

/** The expectation names the versions it was tried with. */
function splitByMatch(row: Row): unknown {
  const constraint = parseConstraint(String(row['input']));
  const { matches, rejects } = row.expected as { matches: readonly string[] | null; rejects: readonly string[] | null };
  const versions = [...(matches ?? []), ...(rejects ?? [])];
  const isMatch = (text: string): boolean => matchesConstraint(parseVersion(text), constraint);
  const matched = versions.filter(isMatch);
  const rejected = versions.filter((text) => !isMatch(text));
  return {
    matches: matches === null && matched.length === 0 ? null : matched,
    rejects: rejects === null && rejected.length === 0 ? null : rejected,
    string: renderConstraint(constraint),
  };
}

function withPrereleases(row: Row): readonly string[] {
  const constraint = parseConstraint(String(row['input']));
  const options = { includePrerelease: true };
  return textsOf(row, 'versions').filter((text) => matchesConstraint(parseVersion(text), constraint, options));
}

function validate(row: Row): unknown {
  const errors = explainConstraint(parseVersion(String(row['version'])), parseConstraint(String(row['constraint'])));
  return { errors, valid: errors.length === 0 };
}
