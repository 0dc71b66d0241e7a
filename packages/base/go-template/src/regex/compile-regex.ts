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
  /** The indices of the groups of a name, which Go allows to be several. */
  groupsNamed(name: string): readonly number[];
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
  requireUtf8(pattern);
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
    groupsNamed: () => [],
  };
}

function requireUtf8(pattern: string): void {
  // No pattern that is UTF-8 has a lone surrogate.
  if (/[\udc80-\udcff]/u.test(pattern)) throw new GoError(`error parsing regexp: invalid UTF-8: \`${pattern}\``);
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
  const { compiled, groups } = compileLinear(pattern);
  const count = compiled.groupCount();
  return {
    find: (text, from) => {
      const matcher = compiled.matcher(text);
      if (!matcher.find(from)) return undefined;
      return Array.from({ length: count + 1 }, (_, group) => [matcher.start(group), matcher.end(group)]).flat();
    },
    groupsNamed: (name) => groups.get(name) ?? [],
  };
}

interface LinearPattern {
  readonly compiled: RE2JS;
  readonly groups: ReadonlyMap<string, readonly number[]>;
}

function compileLinear(pattern: string): LinearPattern {
  const { source, originals } = withDistinctNames(pattern);
  try {
    const compiled = RE2JS.compile(source);
    const groups = new Map<string, number[]>();
    for (const [name, index] of Object.entries(compiled.namedGroups())) {
      const original = originals.get(name) ?? name;
      groups.set(
        original,
        [...(groups.get(original) ?? []), index].sort((a, b) => a - b),
      );
    }
    return { compiled, groups };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const suffix = error.message.endsWith('trailing backslash at end of expression') ? ': ``' : '';
    throw new GoError(withOriginalNames(error.message, originals) + suffix);
  }
}

/** Messages show the pattern as it was written. */
function withOriginalNames(message: string, originals: ReadonlyMap<string, string>): string {
  return [...originals].reduce(
    (text, [distinct, original]) => text.replaceAll(`<${distinct}>`, `<${original}>`),
    message,
  );
}

/** Escapes, quoted parts and classes, in which nothing is a group, then the beginning of a named group. */
const NAMED_GROUP = /\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\(\?(P?)<(\w+)>/gs;

/** Gives groups that share a name names of their own, which the library asks for and Go does not. */
function withDistinctNames(pattern: string): {
  readonly source: string;
  readonly originals: ReadonlyMap<string, string>;
} {
  const originals = new Map<string, string>();
  const seen = new Set<string>();
  const source = pattern.replace(NAMED_GROUP, (whole: string, mark: string, name: string | undefined) => {
    if (name === undefined || !seen.has(name)) {
      if (name !== undefined) seen.add(name);
      return whole;
    }
    const distinct = `${name}_gotk${originals.size}`;
    originals.set(distinct, name);
    return `(?${mark}<${distinct}>`;
  });
  return { source, originals };
}
