/** More alternatives than this are refused. */
const MAX_ALTERNATIVES = 1000;

/**
 * Writes out `{a,b}`, also within one another.
 * @returns `undefined` for braces that do not match, or too many alternatives.
 */
export function expandBraces(pattern: string): readonly string[] | undefined {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const found = firstBraces(next);
    if (found === 'malformed' || done.length + open.length > MAX_ALTERNATIVES) return undefined;
    if (found === undefined) done.push(next);
    else for (const text of found.alternatives) open.push(`${found.before}${text}${found.after}`);
  }
  return done;
}

interface Braces {
  readonly before: string;
  readonly alternatives: readonly string[];
  readonly after: string;
}

function firstBraces(pattern: string): Braces | 'malformed' | undefined {
  let start = -1;
  let depth = 0;
  let from = 0;
  const alternatives: string[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '\\') index++;
    else if (character === '{') {
      if (depth++ === 0) start = index;
      if (depth === 1) from = index + 1;
    } else if (character === ',' && depth === 1) {
      alternatives.push(pattern.slice(from, index));
      from = index + 1;
    } else if (character === '}') {
      if (depth === 0) return 'malformed';
      if (--depth > 0) continue;
      const all = [...alternatives, pattern.slice(from, index)];
      return { before: pattern.slice(0, start), alternatives: all, after: pattern.slice(index + 1) };
    }
  }
  return depth > 0 ? 'malformed' : undefined;
}
