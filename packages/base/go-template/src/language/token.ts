import { byteLength, runesOf } from '../text/go-text.js';
import { quoteText } from '../text/quote.js';

export type KeywordKind =
  | 'block'
  | 'break'
  | 'continue'
  | 'dot'
  | 'define'
  | 'else'
  | 'end'
  | 'if'
  | 'nil'
  | 'range'
  | 'template'
  | 'with';

export type TokenKind =
  | KeywordKind
  | 'error'
  | 'bool'
  | 'char'
  | 'char-constant'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'left-delimiter'
  | 'left-paren'
  | 'number'
  | 'pipe'
  | 'raw-string'
  | 'right-delimiter'
  | 'right-paren'
  | 'space'
  | 'string'
  | 'text'
  | 'variable';

/** A lexical token. */
export interface Token {
  readonly kind: TokenKind;
  /** Offset in the text, in UTF-16 code units. */
  readonly pos: number;
  /** The source, or the message of an error. */
  readonly text: string;
}

/** Words that are keywords inside an action. */
export const KEYWORDS: ReadonlyMap<string, KeywordKind> = new Map(
  (['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'nil', 'range', 'template', 'with'] as const).map(
    (word) => [word, word],
  ),
);

const KEYWORD_KINDS: ReadonlySet<TokenKind> = new Set<TokenKind>([...KEYWORDS.values(), 'dot']);

/** The token as Go's messages show it. */
export function tokenText({ kind, text }: Token): string {
  if (kind === 'eof') return 'EOF';
  if (kind === 'error') return text;
  if (KEYWORD_KINDS.has(kind)) return `<${text}>`;
  if (byteLength(text) > 10) return `${quoteText(runesOf(text).slice(0, 10).join(''))}...`;
  return quoteText(text);
}
