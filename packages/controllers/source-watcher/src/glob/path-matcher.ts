import { compileSegment, type SegmentMatcher } from './compile-segment.js';
import { expandBraces } from './expand-braces.js';

/** `**` as a whole part stands for any number of them. */
type Part = SegmentMatcher | 'any parts';

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
    return compiled.some((parts) => matches(parts, names));
  };
}

function compileParts(pattern: string): readonly Part[] | undefined {
  const parts = pattern.split('/').map((part) => (part === '**' ? 'any parts' : compileSegment(part, '^!')));
  const compiled = parts.filter((part) => part !== undefined);
  return compiled.length < parts.length ? undefined : compiled;
}

/** Like a star in a name: of several `**` only the last one is tried again. */
function matches(parts: readonly Part[], names: readonly string[]): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let restart = 0;
  while (position < names.length) {
    const part = parts[at];
    if (part === 'any parts') {
      star = at++;
      restart = position;
    } else if (part?.(names[position] ?? '') === true) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++restart;
    } else return false;
  }
  return parts.slice(at).every((part) => part === 'any parts');
}
