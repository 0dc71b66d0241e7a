import { helmError } from '../helm-error.js';
import { compileFileMatch } from './file-match.js';

/** Which files of a chart's folder are no part of the chart. */
export interface IgnoreRules {
  ignores(path: string, isDirectory: boolean): boolean;
}

interface Rule {
  readonly negate: boolean;
  readonly directoryOnly: boolean;
  readonly matches: (path: string) => boolean;
}

/** Reads a .helmignore. Dot files in templates/ are always ignored. @throws LocatedError with Helm's text */
export function parseHelmIgnore(text: string): IgnoreRules {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const rules = [...lines, 'templates/.?*'].map(parseRule).filter((rule) => rule !== undefined);
  return { ignores: (path, isDirectory) => isIgnored(rules, path, isDirectory) };
}

/** The first rule that decides, does; a negated one ignores all that it does not match. */
function isIgnored(rules: readonly Rule[], path: string, isDirectory: boolean): boolean {
  for (const { negate, directoryOnly, matches } of rules) {
    const unfit = directoryOnly && !isDirectory;
    if (negate) {
      if (unfit || !matches(path)) return true;
    } else if (!unfit && matches(path)) return true;
  }
  return false;
}

function parseRule(line: string): Rule | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return undefined;
  if (text.includes('**'))
    throw helmError('helmignore', 'double-star (**) syntax is not supported', { at: { file: '.helmignore' } });
  const negate = text.startsWith('!');
  const positive = negate ? text.slice(1) : text;
  const directoryOnly = positive.endsWith('/');
  const pattern = directoryOnly ? positive.slice(0, -1) : positive;
  if (compileFileMatch(text) === undefined)
    throw helmError('helmignore', 'syntax error in pattern', { at: { file: '.helmignore' } });
  return { negate, directoryOnly, matches: matcherOf(pattern) };
}

function matcherOf(pattern: string): (path: string) => boolean {
  const rooted = pattern.startsWith('/');
  const match = compileFileMatch(rooted ? pattern.slice(1) : pattern);
  if (match === undefined) return () => false;
  if (rooted || pattern.includes('/')) return match;
  // A pattern without a slash is for names anywhere.
  return (path) => match(path.slice(path.lastIndexOf('/') + 1));
}
