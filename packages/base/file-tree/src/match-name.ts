/**
 * Whether a shell pattern (`*`, `?`, `[a-z]`, `[^a]`, `\x`) matches a whole file name, as Go's filepath.Match has it.
 * A malformed pattern matches nothing. Neither pattern nor name may hold a slash.
 */
export function matchName(pattern: string, name: string): boolean {
  const compiled = compileName(pattern);
  return compiled !== undefined && matchSteps(compiled, [...name]);
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

const MAX_CACHED = 1000;
const compiledPatterns = new Map<string, readonly NameStep[] | undefined>();

function compileName(pattern: string): readonly NameStep[] | undefined {
  if (compiledPatterns.has(pattern)) return compiledPatterns.get(pattern);
  const steps = parseSteps([...pattern]);
  if (compiledPatterns.size >= MAX_CACHED) compiledPatterns.clear();
  compiledPatterns.set(pattern, steps);
  return steps;
}

function parseSteps(chars: readonly string[]): readonly NameStep[] | undefined {
  const steps: NameStep[] = [];
  for (let position = 0; position < chars.length; position++) {
    const char = chars[position] ?? '';
    if (char === '*') steps.push({ kind: 'star' });
    else if (char === '?') steps.push({ kind: 'any' });
    else if (char === '[') {
      const parsed = parseClass(chars, position + 1);
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
  start: number,
): { readonly step: NameStep; readonly end: number } | undefined {
  const negated = chars[start] === '^';
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

/** Greedy with one point to come back to, so that the cost grows with pattern times name at most. */
function matchSteps(steps: readonly NameStep[], name: readonly string[]): boolean {
  let step = 0;
  let position = 0;
  let star: { readonly step: number; position: number } | undefined;
  while (position < name.length) {
    const current = steps[step];
    if (current?.kind === 'star') star = { step: step++, position };
    else if (current !== undefined && matchesChar(current, name[position] ?? '')) {
      step++;
      position++;
    } else if (star !== undefined) {
      position = ++star.position;
      step = star.step + 1;
    } else return false;
  }
  return steps.slice(step).every(({ kind }) => kind === 'star');
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
