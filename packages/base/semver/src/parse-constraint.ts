import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { Comparison, Constraint, ConstraintGroup, OpenPart, Operator } from './constraint.js';
import { findVersion } from './parse-version.js';

/** Longest constraint, in bytes. */
const MAX_LENGTH = 512;
const MAX_GROUPS = 32;

const CORE = String.raw`v?([0-9|xX*]+)(\.[0-9|xX*]+)?(\.[0-9|xX*]+)?`;
const EXTRA = String.raw`(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`;
const VERSION = new RegExp(CORE + EXTRA, 'y');
const OPERATOR = /(?:!=|>=|=>|<=|=<|~>|=|>|<|~|\^)?/y;
const SPACES = /[\t\n\f\r ]*/y;
const RANGE = new RegExp(
  `[\\t\\n\\f\\r ]*(${CORE}${EXTRA})[\\t\\n\\f\\r ]+-[\\t\\n\\f\\r ]+(${CORE}${EXTRA})[\\t\\n\\f\\r ]*`,
  'g',
);
/** Groups within one version of `RANGE`, itself included. */
const RANGE_GROUPS = 5;

/**
 * Reads a constraint: comparisons joined by spaces or commas (all must hold) and by `||` (one must hold), ranges `1 - 2`,
 * and `x` or `*` for any number.
 *
 * @throws LocatedError `semver-constraint` with Masterminds/semver's message.
 */
export function parseConstraint(text: string): Constraint {
  if (new TextEncoder().encode(text).length > MAX_LENGTH)
    throw constraintError(`constraint string is too long (max ${MAX_LENGTH} bytes)`);
  const groups = rewriteRanges(text).split('||');
  if (groups.length > MAX_GROUPS) throw constraintError(`too many constraint groups (max ${MAX_GROUPS})`);
  return { groups: groups.map(parseGroup) };
}

function rewriteRanges(text: string): string {
  let rewritten = text;
  for (const match of text.matchAll(RANGE)) {
    const replacement = `>= ${match[1]}, <= ${match[1 + RANGE_GROUPS]} `;
    rewritten = rewritten.replace(match[0], () => replacement);
  }
  return rewritten;
}

function parseGroup(text: string): ConstraintGroup {
  // The whole must have the right shape before any version in it is looked at.
  const comparisons = splitGroup(text).map(({ operator, match }) => parseComparison(operator, match));
  return { comparisons, namesPrerelease: comparisons.some(({ version }) => version.prerelease !== '') };
}

interface RawComparison {
  readonly operator: Operator;
  readonly match: RegExpExecArray;
}

function splitGroup(text: string): readonly RawComparison[] {
  const found: RawComparison[] = [];
  for (let index = skip(SPACES, text, 0); index < text.length || found.length === 0; ) {
    const operatorEnd = skip(OPERATOR, text, index);
    VERSION.lastIndex = skip(SPACES, text, operatorEnd);
    const match = VERSION.exec(text);
    if (match === null) throw improper(text);
    found.push({ operator: text.slice(index, operatorEnd) as Operator, match });
    index = skipSeparator(text, match.index + match[0].length);
  }
  return found;
}

/** Steps over spaces or a comma between two comparisons. */
function skipSeparator(text: string, end: number): number {
  const next = skip(SPACES, text, end);
  if (next === text.length) return next;
  if (text.charAt(next) !== ',') {
    if (next === end) throw improper(text);
    return next;
  }
  const behind = skip(SPACES, text, next + 1);
  if (behind === text.length) throw improper(text);
  return behind;
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

function parseComparison(operator: Operator, match: RegExpExecArray): Comparison {
  const [text, major = '', minor = '', patch = '', prerelease = ''] = match;
  const open = firstOpen(major, minor.slice(1), patch.slice(1));
  const version = findVersion(completed({ major, minor, patch }, open, text, prerelease));
  if (version === undefined) throw constraintError('constraint parser error');
  return { operator, text, version, open };
}

function firstOpen(major: string, minor: string, patch: string): OpenPart {
  if (isAny(major)) return 'major';
  if (isAny(minor)) return 'minor';
  return isAny(patch) ? 'patch' : 'none';
}

function isAny(part: string): boolean {
  return part === '' || part === 'x' || part === 'X' || part === '*';
}

interface Numbers {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
}

/** The lowest version the text stands for. */
function completed({ major, minor }: Numbers, open: OpenPart, text: string, prerelease: string): string {
  switch (open) {
    case 'major':
      return `0.0.0${prerelease}`;
    case 'minor':
      return `${major}.0.0${prerelease}`;
    case 'patch':
      return `${major}${minor}.0${prerelease}`;
    case 'none':
      return text;
  }
}

function improper(text: string): LocatedError {
  return constraintError(`improper constraint: ${goQuote(text)}`);
}

function constraintError(message: string): LocatedError {
  return new LocatedError({ code: 'semver-constraint', message });
}
