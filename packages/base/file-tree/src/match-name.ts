import { matchStars } from './match-stars.js';

/** Whether a name matches a pattern. */
export type NameMatcher = (name: string) => boolean;

/**
 * Compiles a shell pattern (`*`, `?`, `[a-z]`, `[^a]`, `\x`) for whole file names, as Go's path.Match has it. Neither pattern
 * nor name may hold a slash.
 *
 * @param negations characters that begin a class of all others. Default: `^`.
 * @returns `undefined` for a pattern that is malformed.
 */
export function compileName(pattern: string, negations = '^'): NameMatcher | undefined {
  const steps = parseSteps([...pattern], negations);
  return steps && ((name) => matchStars({ parts: steps, isStar, fits: matchesChar }, [...name]));
}

/** Whether a shell pattern matches a whole file name, see {@link compileName}. A malformed pattern matches nothing. */
export function matchName(pattern: string, name: string): boolean {
  return cachedMatcher(pattern)?.(name) === true;
}

const MAX_CACHED = 1000;
const matchers = new Map<string, NameMatcher | undefined>();

function cachedMatcher(pattern: string): NameMatcher | undefined {
  if (matchers.has(pattern)) return matchers.get(pattern);
  if (matchers.size >= MAX_CACHED) matchers.clear();
  const matcher = compileName(pattern);
  matchers.set(pattern, matcher);
  return matcher;
}

type NameStep =
  | { readonly kind: 'star' }
  | { readonly kind: 'any' }
  | { readonly kind: 'char'; readonly char: string }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [low: string, high: string])[];
    };

function parseSteps(chars: readonly string[], negations: string): readonly NameStep[] | undefined {
  const steps: NameStep[] = [];
  for (let position = 0; position < chars.length; position++) {
    const char = chars[position] ?? '';
    if (char === '*') steps.push({ kind: 'star' });
    else if (char === '?') steps.push({ kind: 'any' });
    else if (char === '[') {
      const parsed = parseClass(chars, { start: position + 1, negations });
      if (parsed === undefined) return undefined;
      steps.push(parsed.step);
      position = parsed.end;
    } else if (char === '\\') {
      const escaped = chars[++position];
      if (escaped === undefined) return undefined;
      steps.push({ kind: 'char', char: escaped });
    } else steps.push({ kind: 'char', char });
  }
  return steps;
}

/** @returns the class and the position of its closing bracket. */
function parseClass(
  chars: readonly string[],
  { start, negations }: { readonly start: number; readonly negations: string },
): { readonly step: NameStep; readonly end: number } | undefined {
  const first = chars[start];
  const negated = first !== undefined && negations.includes(first);
  const ranges: (readonly [string, string])[] = [];
  let position = negated ? start + 1 : start;
  for (;;) {
    if (chars[position] === ']' && ranges.length > 0)
      return { step: { kind: 'class', negated, ranges }, end: position };
    const low = parseBound(chars, position);
    if (low === undefined) return undefined;
    position = low.next;
    const high = chars[position] === '-' ? parseBound(chars, position + 1) : low;
    if (high === undefined) return undefined;
    position = high.next;
    ranges.push([low.char, high.char]);
  }
}

function parseBound(
  chars: readonly string[],
  position: number,
): { readonly char: string; readonly next: number } | undefined {
  const char = chars[position];
  if (char === undefined || char === '-' || char === ']') return undefined;
  const at = char === '\\' ? position + 1 : position;
  const bound = chars[at];
  return bound === undefined || chars[at + 1] === undefined ? undefined : { char: bound, next: at + 1 };
}

function isStar({ kind }: NameStep): boolean {
  return kind === 'star';
}

function matchesChar(step: NameStep, char: string): boolean {
  switch (step.kind) {
    case 'char':
      return step.char === char;
    case 'class':
      return (
        step.ranges.some(([low, high]) => comparePoints(low, char) <= 0 && comparePoints(char, high) <= 0) !==
        step.negated
      );
    default:
      return true;
  }
}

function comparePoints(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}
