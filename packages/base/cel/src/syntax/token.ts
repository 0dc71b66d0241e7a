/** The kinds of tokens, in the order in which messages list them. */
export const TOKEN_KINDS = [
  ...(['==', '!=', 'in', '<', '<=', '>=', '>', '&&', '||', '[', ']', '{', '}', '(', ')', '.', ',', '-'] as const),
  ...(['!', '?', ':', '+', '*', '/', '%', 'true', 'false', 'null'] as const),
  ...(['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER', 'ESC_IDENTIFIER'] as const),
] as const;

/** Operators and keywords are their own kind, other tokens have the name of a class; `<EOF>` ends the text. */
export type TokenKind = (typeof TOKEN_KINDS)[number] | '<EOF>';

/** A word of the language. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins, in code points. */
  readonly offset: number;
}

/** A kind of token as messages show it. */
export function showTokenKind(kind: TokenKind): string {
  return kind === '<EOF>' || /^[A-Z]/.test(kind) ? kind : `'${kind}'`;
}
