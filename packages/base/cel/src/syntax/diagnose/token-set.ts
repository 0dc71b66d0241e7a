import { showTokenKind, TOKEN_KINDS, type TokenKind } from '../token.js';

/** Kinds of tokens that may come next; `end` says that the rule may end here. */
export interface TokenSet {
  readonly kinds: ReadonlySet<TokenKind>;
  readonly end: boolean;
}

/** A set of kinds. */
export function tokenSet(kinds: Iterable<TokenKind>, end = false): TokenSet {
  return { kinds: new Set(kinds), end };
}

/** The kinds of both sets; the rule may end where it may by the second one. */
export function joinSets(a: TokenSet, b: TokenSet): TokenSet {
  return { kinds: new Set([...a.kinds, ...b.kinds]), end: b.end };
}

const ORDER: readonly TokenKind[] = ['<EOF>', ...TOKEN_KINDS];

/** The first kind in the order of the grammar. */
export function firstKind({ kinds }: TokenSet): TokenKind {
  return ORDER.find((kind) => kinds.has(kind)) ?? '<EOF>';
}

/** The kinds in the order of the grammar: one alone, or several in braces. */
export function showTokenSet({ kinds }: TokenSet): string {
  const shown = ORDER.filter((kind) => kinds.has(kind)).map(showTokenKind);
  return shown.length === 1 ? (shown[0] ?? '') : `{${shown.join(', ')}}`;
}
