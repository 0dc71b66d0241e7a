import { isTrimmedSpace } from './trim-space.js';

/**
 * The tokens of an action: white space, strings, paths, words, numbers and signs. Words end where Go's lexer lets them end; whatever
 * fits nothing else is a token of one character, on which the parser gives up.
 */
const TOKEN =
  /[ \t\r\n]+|[A-Za-z_][0-9A-Za-z_]*(?=[ \t\r\n,|:()]|$)|(?:\.[A-Za-z_][0-9A-Za-z_]*)+(?=[ \t\r\n,|:()]|$)|\$[0-9A-Za-z_]*(?:\.[A-Za-z_][0-9A-Za-z_]*)*(?=[ \t\r\n,|:()]|$)|"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[0-9]+)?(?=[ \t\r\n|)]|$)|0x[0-9a-f]+(?:p[0-9]+)?(?=[ \t\r\n|)]|$)|:=|./gs;

const RAW_STRING = /`[^`]*`/y;
const QUOTED_STRING = /"(?:[^"\\\n]|\\[^\n])*"/y;
const NO_TOKENS: readonly string[] = [];
const SPACE_RUN = /[ \t\r\n]*/y;

/** Thrown where the text is not of the simple kind. */
export const GIVE_UP = Symbol('not a simple template');

const DASH = 0x2d;

/** The tokens of one action after the other. */
export class ActionTokens {
  /** Where the token at hand begins. */
  position = 0;
  private readonly text: string;
  private tokens: readonly string[] = [];
  private index = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Takes up the action whose inside begins here. @returns where the text after the action begins */
  read(inner: number): number {
    const { text } = this;
    let close = text.indexOf('}}', inner);
    for (;;) {
      if (close === -1) throw GIVE_UP;
      const trims = text.charCodeAt(close - 1) === DASH && isTrimmedSpace(text.charCodeAt(close - 2));
      const tokens = tokensOf(text.slice(inner, trims ? close - 1 : close));
      const open = tokens.findIndex(isOpenQuote);
      if (open === -1) {
        this.tokens = tokens;
        this.index = 0;
        this.position = inner;
        return trims ? afterSpace(text, close + 2) : close + 2;
      }
      // What looked like the end stands in a string.
      const quote = tokens.slice(0, open).reduce((at, token) => at + token.length, inner);
      close = text.indexOf('}}', endOfString(text, quote));
    }
  }

  /** The next token that is no space; `undefined` at the end of the action. */
  peek(): string | undefined {
    let token = this.tokens[this.index];
    if (token !== undefined && isTrimmedSpace(token.charCodeAt(0))) {
      this.take();
      token = this.tokens[this.index];
    }
    return token;
  }

  take(): void {
    this.position += this.tokens[this.index]?.length ?? 0;
    this.index++;
  }

  /** Takes this token if it comes next. */
  skip(token: string): boolean {
    if (this.peek() !== token) return false;
    this.take();
    return true;
  }

  isAtSpace(): boolean {
    const token = this.tokens[this.index];
    return token !== undefined && isTrimmedSpace(token.charCodeAt(0));
  }

  /** Makes sure that the action ends here. */
  close(): void {
    if (this.peek() !== undefined) throw GIVE_UP;
  }

  /** The sign of the declaration that the pipeline at hand begins with; `undefined` when it begins with none. */
  declarationSign(): ':=' | '=' | undefined {
    if (this.peek()?.startsWith('$') !== true) return undefined;
    for (let index = this.index; index < this.tokens.length && index < this.index + 8; index++) {
      const token = this.tokens[index];
      if (token === ':=' || token === '=') return token;
      if (token === '|' || token === '(') return undefined;
    }
    return undefined;
  }
}

const MAX_CACHED_ACTIONS = 4_096;
const MAX_CACHED_LENGTH = 256;

/** Tokens by the inside of an action: charts repeat themselves a lot. */
const knownActions = new Map<string, readonly string[]>();

function tokensOf(inside: string): readonly string[] {
  const known = knownActions.get(inside);
  if (known !== undefined) return known;
  const tokens: readonly string[] = inside.match(TOKEN) ?? NO_TOKENS;
  if (inside.length > MAX_CACHED_LENGTH) return tokens;
  if (knownActions.size >= MAX_CACHED_ACTIONS) knownActions.clear();
  knownActions.set(inside, tokens);
  return tokens;
}

/** A quote that stands alone begins a string that the tokens have no end of. */
function isOpenQuote(token: string): boolean {
  return token === '"' || token === '`';
}

/** Where the string ends that begins at `start`. */
function endOfString(text: string, start: number): number {
  const pattern = text.charAt(start) === '`' ? RAW_STRING : QUOTED_STRING;
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  if (found === null) throw GIVE_UP;
  return start + found[0].length;
}

/** Where the text goes on behind white space. */
export function afterSpace(text: string, index: number): number {
  SPACE_RUN.lastIndex = index;
  return index + (SPACE_RUN.exec(text)?.[0].length ?? 0);
}
