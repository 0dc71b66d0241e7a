import { type ByteString, runeAt } from '../bytes/byte-string.js';

/** A malformed pattern, e.g. an open bracket. */
export class BadPatternError extends Error {}

/**
 * Whether a shell pattern (`*`, `?`, `[a-z]`, `[^a]`, `\x`) matches the whole name. A star matches slashes, too.
 *
 * @throws BadPatternError
 */
export function matchPattern(pattern: ByteString, name: ByteString): boolean {
  let rest = pattern;
  let text = name;
  while (rest !== '') {
    const { star, chunk, after } = splitChunk(rest);
    rest = after;
    if (star && chunk === '') return true;
    const here = matchChunk(chunk, text);
    if (here !== undefined && (here === '' || rest !== '')) {
      text = here;
      continue;
    }
    const later = star ? matchLater(chunk, text, rest) : undefined;
    if (later === undefined) return false;
    text = later;
  }
  return text === '';
}

/** The first place after the star where the chunk matches and what follows can still match. */
function matchLater(chunk: ByteString, text: ByteString, rest: ByteString): ByteString | undefined {
  for (let start = 1; start <= text.length; start++) {
    const after = matchChunk(chunk, text.slice(start));
    if (after !== undefined && (rest !== '' || after === '')) return after;
  }
  return undefined;
}

function splitChunk(pattern: ByteString): {
  readonly star: boolean;
  readonly chunk: ByteString;
  readonly after: ByteString;
} {
  let begin = 0;
  while (pattern[begin] === '*') begin++;
  let inBrackets = false;
  let end = begin;
  for (; end < pattern.length; end++) {
    const char = pattern[end];
    if (char === '\\' && end + 1 < pattern.length) end++;
    else if (char === '[') inBrackets = true;
    else if (char === ']') inBrackets = false;
    else if (char === '*' && !inBrackets) break;
  }
  return { star: begin > 0, chunk: pattern.slice(begin, end), after: pattern.slice(end) };
}

/** @returns what is left of the text, or `undefined` when the chunk does not match its beginning. */
function matchChunk(chunk: ByteString, text: ByteString): ByteString | undefined {
  let pattern = chunk;
  let rest = text;
  while (pattern !== '') {
    if (rest === '') return undefined;
    if (pattern[0] === '[') {
      const { code, width } = runeAt(rest, 0);
      const { matches, after } = matchBrackets(pattern.slice(1), code);
      if (!matches) return undefined;
      pattern = after;
      rest = rest.slice(width);
    } else if (pattern[0] === '?') {
      rest = rest.slice(runeAt(rest, 0).width);
      pattern = pattern.slice(1);
    } else {
      if (pattern[0] === '\\') pattern = pattern.slice(1);
      if (pattern === '') throw new BadPatternError('syntax error in pattern');
      if (pattern[0] !== rest[0]) return undefined;
      pattern = pattern.slice(1);
      rest = rest.slice(1);
    }
  }
  return rest;
}

function matchBrackets(pattern: ByteString, code: number): { readonly matches: boolean; readonly after: ByteString } {
  const negated = pattern[0] === '^';
  let rest = negated ? pattern.slice(1) : pattern;
  let found = false;
  for (let ranges = 0; ; ranges++) {
    if (rest[0] === ']' && ranges > 0) return { matches: found !== negated, after: rest.slice(1) };
    const low = readBound(rest);
    rest = low.after;
    let high = low.code;
    if (rest[0] === '-') {
      const bound = readBound(rest.slice(1));
      high = bound.code;
      rest = bound.after;
    }
    found ||= low.code <= code && code <= high;
  }
}

function readBound(pattern: ByteString): { readonly code: number; readonly after: ByteString } {
  if (pattern === '' || pattern[0] === '-' || pattern[0] === ']') throw new BadPatternError('syntax error in pattern');
  const bound = pattern[0] === '\\' ? pattern.slice(1) : pattern;
  const { code, width } = runeAt(bound, 0);
  const after = bound.slice(width);
  if (bound === '' || (code === 0xfffd && width === 1) || after === '')
    throw new BadPatternError('syntax error in pattern');
  return { code, after };
}
