import { matchStars } from './match-stars.js';

/** Whether a name matches one part of a pattern. */
export type SegmentMatcher = (name: string) => boolean;

type Token =
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/**
 * Compiles a part of a pattern between slashes: `*`, `?`, `[a-z]`, `[^a-z]` and `\` before a character, as in Go's
 * `path.Match`.
 *
 * @param negation what begins a class that matches everything else.
 * @returns `undefined` for a pattern that is malformed.
 */
export function compileSegment(pattern: string, negation: string): SegmentMatcher | undefined {
  const tokens = readTokens([...pattern], negation);
  return tokens === undefined ? undefined : (name) => matchStars({ parts: tokens, isStar, fits }, [...name]);
}

function readTokens(characters: readonly string[], negation: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let index = 0; index < characters.length; ) {
    const character = characters[index] ?? '';
    if (character === '[') {
      const found = readClass(characters, index + 1, negation);
      if (found === undefined) return undefined;
      tokens.push(found.token);
      index = found.end;
      continue;
    }
    if (character === '\\' && index + 1 === characters.length) return undefined;
    if (character === '\\') index++;
    tokens.push(character === '\\' ? { kind: 'character', character: characters[index] ?? '' } : tokenOf(character));
    index++;
  }
  return tokens;
}

function tokenOf(character: string): Token {
  if (character === '*') return { kind: 'any' };
  return character === '?' ? { kind: 'one' } : { kind: 'character', character };
}

function readClass(
  characters: readonly string[],
  start: number,
  negation: string,
): { readonly token: Token; readonly end: number } | undefined {
  const ranges: [string, string][] = [];
  let index = start;
  const first = characters[index];
  const negated = first !== undefined && negation.includes(first);
  if (negated) index++;
  const read = (): string | undefined => {
    const character = characters[index];
    if (character === '-' || character === ']') return undefined;
    index += character === '\\' ? 2 : 1;
    return character === '\\' ? characters[index - 1] : character;
  };
  while (index < characters.length) {
    if (characters[index] === ']' && ranges.length > 0) {
      return { token: { kind: 'class', negated, ranges }, end: index + 1 };
    }
    const low = read();
    if (low === undefined) return undefined;
    if (characters[index] === '-') {
      index++;
      const high = read();
      if (high === undefined) return undefined;
      ranges.push([low, high]);
    } else ranges.push([low, low]);
  }
  return undefined;
}

function isStar({ kind }: Token): boolean {
  return kind === 'any';
}

function fits(token: Token, character: string): boolean {
  switch (token.kind) {
    case 'any':
    case 'one':
      return true;
    case 'character':
      return token.character === character;
    case 'class':
      return token.negated !== token.ranges.some(([low, high]) => low <= character && character <= high);
  }
}
