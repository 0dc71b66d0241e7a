import { RE2JS, RE2JSException } from 're2js';
import { GoError } from '../functions/go-error.js';
import { type NativePattern, translateSafely } from './native-pattern.js';

const MAX_CACHED = 256;
/** Characters a backtracking engine may look at before the linear one is preferred. */
const NATIVE_BUDGET = 5_000_000;

/** Where a match and its groups stand: start and end of each in turn, -1 for groups that took no part. */
export type MatchIndices = readonly number[];

/** A regular expression of Go's package regexp. */
export interface Regex {
  /** The leftmost match at `from` or after it. */
  find(text: string, from: number): MatchIndices | undefined;
  /** The index of a named group. */
  groupNamed(name: string): number | undefined;
}

const cache = new Map<string, Regex>();

/** Compiles a pattern of RE2's syntax. Compiled ones are kept. @throws GoError with Go's message. */
export function compileRegex(pattern: string): Regex {
  const cached = cache.get(pattern);
  if (cached !== undefined) return cached;
  if (cache.size >= MAX_CACHED) cache.clear();
  const regex = build(pattern);
  cache.set(pattern, regex);
  return regex;
}

/** Simple patterns run on the engine of the platform as long as the text is short enough for it; all others in linear time. */
function build(pattern: string): Regex {
  const native = translateSafely(pattern);
  if (native === undefined) return linearRegex(pattern);
  let linear: Regex | undefined;
  const choose = (text: string): Regex | undefined => {
    if (costOf(native, text.length) <= NATIVE_BUDGET) return undefined;
    linear ??= linearRegex(pattern);
    return linear;
  };
  return {
    find: (text, from) => {
      const other = choose(text);
      return other === undefined ? findNatively(native.regex, text, from) : other.find(text, from);
    },
    groupNamed: () => undefined,
  };
}

function costOf({ loops, choices }: NativePattern, length: number): number {
  return choices * (length + 1) ** (loops + 1);
}

function findNatively(regex: RegExp, text: string, from: number): MatchIndices | undefined {
  regex.lastIndex = from;
  const match = regex.exec(text);
  if (match === null) return undefined;
  if (match.length === 1) return [match.index, match.index + match[0].length];
  // Translated patterns with groups ask for indices.
  return (match.indices ?? []).flatMap((range) => range ?? [-1, -1]);
}

function linearRegex(pattern: string): Regex {
  const compiled = compileLinear(pattern);
  const names = compiled.namedGroups();
  const groups = compiled.groupCount();
  return {
    find: (text, from) => {
      const matcher = compiled.matcher(text);
      if (!matcher.find(from)) return undefined;
      return Array.from({ length: groups + 1 }, (_, group) => [matcher.start(group), matcher.end(group)]).flat();
    },
    groupNamed: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
  };
}

function compileLinear(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const suffix = error.message.endsWith('trailing backslash at end of expression') ? ': ``' : '';
    throw new GoError(error.message + suffix);
  }
}
