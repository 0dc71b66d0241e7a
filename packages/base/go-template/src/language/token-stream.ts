import type { Lexer } from './lexer.js';
import type { Token } from './token.js';

/** The tokens of one tree; several trees (the file and its `define`s) read from the same lexer in turn. */
export class TokenStream {
  readonly lexer: Lexer;
  /** The token last taken from the lexer: parse errors are reported on its line. */
  latest: Token | undefined;
  private readonly pending: Token[] = [];

  constructor(lexer: Lexer) {
    this.lexer = lexer;
  }

  next(): Token {
    const pending = this.pending.pop();
    if (pending !== undefined) return pending;
    this.latest = this.lexer.next();
    return this.latest;
  }

  /** Puts a token back; the last one put back comes first. */
  pushBack(token: Token): void {
    this.pending.push(token);
  }

  peek(): Token {
    const token = this.next();
    this.pushBack(token);
    return token;
  }

  nextNonSpace(): Token {
    let token = this.next();
    while (token.kind === 'space') token = this.next();
    return token;
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.pushBack(token);
    return token;
  }
}
