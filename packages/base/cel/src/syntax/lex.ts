import type { Source } from '../source/source.js';
import { TOKEN_KINDS, type Token, type TokenKind } from './token.js';

/** A stretch of text that begins no token. */
export interface LexicalError {
  readonly text: string;
  /** Where it begins, in code points. */
  readonly offset: number;
}

/** The tokens of an expression; the last one is `<EOF>`. */
export interface LexResult {
  readonly tokens: readonly Token[];
  readonly errors: readonly LexicalError[];
}

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?\x60]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})`;
const SPACE = /(?:[\t \r\n\f]|\/\/[^\n]*)+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const QUOTED_WORD = /`[A-Za-z0-9_./ -]+`/y;
const FLOAT = /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/y;
const UINT = /(?:0x[0-9a-fA-F]+|\d+)[uU]/y;
const INT = /0x[0-9a-fA-F]+|\d+/y;
const SYMBOL = /==|!=|<=|>=|&&|\|\||[[\]{}().,!?:+*/%<>-]/y;
const STRINGS = [
  new RegExp(`"""(?:${ESCAPE}|[^\\\\])*?"""`, 'y'),
  new RegExp(`'''(?:${ESCAPE}|[^\\\\])*?'''`, 'y'),
  new RegExp(`"(?:${ESCAPE}|[^\\\\"\\n\\r])*"`, 'y'),
  new RegExp(`'(?:${ESCAPE}|[^\\\\'\\n\\r])*'`, 'y'),
];
const RAW_STRINGS = [/[rR]"""[\s\S]*?"""/y, /[rR]'''[\s\S]*?'''/y, /[rR]"[^"\n\r]*"/y, /[rR]'[^'\n\r]*'/y];
const KEYWORDS: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);
const SYMBOLS: ReadonlySet<string> = new Set(TOKEN_KINDS.filter((kind) => !/^[A-Za-z]/.test(kind)));

/** Cuts an expression into tokens; what begins none is reported and skipped. */
export function lex(source: Source): LexResult {
  const tokens: Token[] = [];
  const errors: LexicalError[] = [];
  const { text } = source;
  let at = match(SPACE, text, 0);
  while (at < text.length) {
    const token = readToken(text, at);
    const end = token?.end ?? endOfError(text, at);
    const offset = source.offsetAt(at);
    if (token === undefined) errors.push({ text: text.slice(at, end), offset });
    else tokens.push({ kind: token.kind, text: text.slice(at, end), offset });
    at = match(SPACE, text, end);
  }
  // The end of nothing stands before it.
  tokens.push({ kind: '<EOF>', text: '<EOF>', offset: text === '' ? -1 : source.length });
  return { tokens, errors };
}

/** The end of what the pattern matches at a place; the place itself where it does not. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function readToken(text: string, at: number): { kind: TokenKind; end: number } | undefined {
  const string = endOfString(text, at);
  if (string > at) return { kind: 'STRING', end: string };
  if (/[bB]/.test(text[at] ?? '')) {
    const bytes = endOfString(text, at + 1);
    if (bytes > at + 1) return { kind: 'BYTES', end: bytes };
  }
  for (const [pattern, kind] of [
    [FLOAT, 'NUM_FLOAT'],
    [UINT, 'NUM_UINT'],
    [INT, 'NUM_INT'],
    [QUOTED_WORD, 'ESC_IDENTIFIER'],
  ] as const) {
    const end = match(pattern, text, at);
    if (end > at) return { kind, end };
  }
  const word = match(WORD, text, at);
  if (word > at) return { kind: kindOfWord(text.slice(at, word)), end: word };
  const symbol = match(SYMBOL, text, at);
  return symbol > at ? { kind: kindOfSymbol(text.slice(at, symbol)), end: symbol } : undefined;
}

/** The end of the longest string literal that begins at a place: three quotes may also be an empty string and a quote. */
function endOfString(text: string, at: number): number {
  const first = text[at];
  if (first === '"' || first === "'") return Math.max(...STRINGS.map((pattern) => match(pattern, text, at)));
  if (first === 'r' || first === 'R') return Math.max(...RAW_STRINGS.map((pattern) => match(pattern, text, at)));
  return at;
}

function kindOfWord(word: string): TokenKind {
  return KEYWORDS.has(word) ? (word as TokenKind) : 'IDENTIFIER';
}

function kindOfSymbol(symbol: string): TokenKind {
  if (!SYMBOLS.has(symbol)) throw new Error(`no such symbol: ${symbol}`);
  return symbol as TokenKind;
}

const BROKEN_STRINGS = { '"': brokenString('"'), "'": brokenString("'") } as const;
const BROKEN_WORD = /`[A-Za-z0-9_./ -]*/y;

function brokenString(quote: string): RegExp {
  const cut = String.raw`\\(?:[xX][0-9a-fA-F]?|u[0-9a-fA-F]{0,3}|U[0-9a-fA-F]{0,7}|[0-3][0-7]?)?`;
  return new RegExp(`${quote}(?:${ESCAPE}|[^\\\\${quote}\\n\\r])*(?:${cut})?`, 'y');
}

/** What begins no token is skipped up to and with the character at which no token was possible any more. */
function endOfError(text: string, at: number): number {
  const first = text[at] ?? '';
  let end = at;
  if (first === '"' || first === "'") end = match(BROKEN_STRINGS[first], text, at);
  else if (first === '`') end = match(BROKEN_WORD, text, at);
  else if (first === '=' || first === '&' || first === '|') end = at + 1;
  return Math.min(end + String.fromCodePoint(text.codePointAt(end) ?? 0).length, text.length);
}
