import { type IgnorePattern, matchesIgnorePattern } from './ignore-pattern.js';

/** Decides about paths; the last pattern that matches counts. */
export interface IgnoreMatcher {
  /** @param path relative to the root, segments separated by `/`. */
  ignores(path: string, isDirectory: boolean): boolean;
}

/** A matcher of these patterns, in order. */
export function createIgnoreMatcher(patterns: readonly IgnorePattern[]): IgnoreMatcher {
  return {
    ignores(path, isDirectory): boolean {
      const segments = path.split('/');
      const last = patterns.findLast((pattern) => matchesIgnorePattern(pattern, segments, isDirectory));
      return last !== undefined && !last.includes;
    },
  };
}
