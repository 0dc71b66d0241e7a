import { compileName, matchStars, type NameMatcher } from '@gotk/file-tree';
import { expandBraces } from './expand-braces.js';

/** `**` as a whole part stands for any number of them. */
type Part = NameMatcher | 'any parts';

/**
 * Compiles a pattern for whole paths, as the library doublestar has it: what Go's `path.Match` knows, `**` between slashes
 * for any number of directories, none included, and `{a,b}`.
 *
 * @returns `undefined` for a pattern that is malformed.
 */
export function createPathMatcher(pattern: string): ((path: string) => boolean) | undefined {
  const alternatives = expandBraces(pattern)?.map(compileParts);
  if (alternatives === undefined) return undefined;
  const compiled = alternatives.filter((parts) => parts !== undefined);
  if (compiled.length < alternatives.length) return undefined;
  return (path) => {
    const names = path.split('/');
    return compiled.some((parts) => matchStars({ parts, isStar, fits }, names));
  };
}

function isStar(part: Part): boolean {
  return part === 'any parts';
}

function fits(part: Part, name: string): boolean {
  return part !== 'any parts' && part(name);
}

function compileParts(pattern: string): readonly Part[] | undefined {
  const parts = pattern.split('/').map((part) => (part === '**' ? 'any parts' : compileName(part, '^!')));
  const compiled = parts.filter((part) => part !== undefined);
  return compiled.length < parts.length ? undefined : compiled;
}
