import type { Issues } from '../../source/issues.js';
import { NO_PLACE, placeOf } from '../../source/source.js';
import type { LexResult } from '../lex.js';
import { MAX_NESTING } from '../parse-tokens.js';
import { showTokenKind, type Token, type TokenKind } from '../token.js';
import { grammarState } from './grammar-states.js';
import { firstKind, joinSets, showTokenSet, type TokenSet, tokenSet } from './token-set.js';

/** A rule that is being read. */
export interface RuleContext {
  readonly parent: RuleContext | undefined;
  /** The place from which the rule was entered. */
  readonly invokedAt: number;
}

/** A token does not fit; the rule is given up. */
export class RecognitionError extends Error {
  constructor(
    message: string,
    readonly token: Token,
  ) {
    super(message);
  }
}

/** There are so many errors that reading ends. */
export class DiagnosisEnded extends Error {}

const MAX_REPORTS = 100;
const MAX_RECOVERIES = 30;
const MAX_SKIPPED = 256;

/** Reads tokens, reports those that do not fit and goes on behind them, as ANTLR does. */
export class ErrorStrategy {
  #at = 0;
  #state = 0;
  #context: RuleContext | undefined;
  /** Errors on the way to the next token that fits are not reported. */
  #recovering = false;
  #lastErrorAt = -1;
  #lastErrorStates = new Set<number>();
  readonly #depths = new Map<string, number>();
  #reports = 0;
  #recoveries = 0;

  constructor(
    readonly lexed: LexResult,
    readonly issues: Issues,
  ) {}

  /** Reports what begins no token. */
  reportLexicalErrors(): void {
    for (const { text, offset } of this.lexed.errors) {
      this.#add(`token recognition error at: '${text}'`, offset);
    }
  }

  /** The kind of a token ahead; 1 is the next one. */
  kind(ahead: number): TokenKind {
    return this.token(ahead).kind;
  }

  token(ahead = 1): Token {
    const { tokens } = this.lexed;
    return (tokens[this.#at + ahead - 1] ?? tokens.at(-1)) as Token;
  }

  /** Goes to a place in the grammar. */
  moveTo(state: number): void {
    this.#state = state;
  }

  /** Reads a rule; errors inside of it end there. */
  inRule(rule: string, read: () => void): void {
    const depth = (this.#depths.get(rule) ?? 0) + 1;
    this.#depths.set(rule, depth);
    if (depth > MAX_NESTING) {
      this.issues.add(NO_PLACE, `expression recursion limit exceeded: ${MAX_NESTING}`);
      throw new DiagnosisEnded();
    }
    this.#readRule(read);
    this.#depths.set(rule, depth - 1);
  }

  #readRule(read: () => void): void {
    const context: RuleContext = { parent: this.#context, invokedAt: this.#state };
    this.#context = context;
    try {
      read();
    } catch (error) {
      if (!(error instanceof RecognitionError)) throw error;
      this.#report(error.message, error.token);
      this.#countRecovery();
      this.#recover();
    }
    this.#context = context.parent;
    this.#state = context.invokedAt;
  }

  /** Reads a token of one of the kinds that may come at a place. */
  match(state: number): Token {
    this.moveTo(state);
    const { next, after } = grammarState(state);
    if (next.kinds.has(this.kind(1))) {
      this.#reportMatch();
      return this.#consume();
    }
    this.#countRecovery();
    if (this.#deleteToken()) return this.#consume();
    if (this.#followedBy(after).kinds.has(this.kind(1))) return this.#conjureToken();
    throw this.mismatch();
  }

  /** Looks whether what comes fits a place; where it does not, one token may be dropped. */
  sync(state: number): void {
    this.moveTo(state);
    if (this.#recovering) return;
    const { next, role } = grammarState(state);
    if (next.end || next.kinds.has(this.kind(1))) return;
    if (role === 'choice' || role === 'loop') {
      if (!this.#deleteToken()) throw this.mismatch();
      return;
    }
    this.#reportUnwanted();
    this.#consumeUntil(joinSets(this.#expected(), this.#recoverySet()), undefined);
  }

  /** The error that a token is none of those expected. */
  mismatch(): RecognitionError {
    const found = this.token();
    const message = `mismatched input ${showToken(found)} expecting ${showTokenSet(this.#expected())}`;
    return new RecognitionError(message, found);
  }

  /** The error that the tokens up to one ahead begin nothing. */
  noAlternative(ahead: number): RecognitionError {
    const [first, last] = [this.token(), this.token(ahead)];
    const shown = first.kind === '<EOF>' ? '<EOF>' : this.#textBetween(first, last);
    const reserved = /^(true|false|null)$/.exec(shown.slice(1));
    if (reserved !== null) return new RecognitionError(`mismatched input '${reserved[1]}' expecting IDENTIFIER`, last);
    return new RecognitionError(`no viable alternative at input '${escapeSpace(shown)}'`, last);
  }

  /** The text from one token to the end of another, without what begins no token. */
  #textBetween(first: Token, last: Token): string {
    const characters = [...this.issues.source.text];
    const end = last.kind === '<EOF>' ? characters.length : last.offset + [...last.text].length;
    for (const { text, offset } of this.lexed.errors) characters.fill('', offset, offset + [...text].length);
    return characters.slice(first.offset, end).join('');
  }

  #consume(): Token {
    const token = this.token();
    if (token.kind !== '<EOF>') this.#at++;
    return token;
  }

  #reportMatch(): void {
    this.#recovering = false;
    this.#lastErrorStates = new Set();
    this.#lastErrorAt = -1;
  }

  #deleteToken(): boolean {
    if (!this.#expected().kinds.has(this.kind(2))) return false;
    this.#reportUnwanted();
    this.#consume();
    this.#reportMatch();
    return true;
  }

  #reportUnwanted(): void {
    const found = this.token();
    this.#report(`extraneous input ${showToken(found)} expecting ${showTokenSet(this.#expected())}`, found);
  }

  /** The token that is missing, as if it were there. */
  #conjureToken(): Token {
    const expected = this.#expected();
    const found = this.token();
    this.#report(`missing ${showTokenSet(expected)} at ${showToken(found)}`, found);
    const kind = firstKind(expected);
    const text =
      kind === '<EOF>' ? '<missing EOF>' : `<missing ${/^[A-Z]/.test(kind) ? 'undefined' : showTokenKind(kind)}>`;
    const near = found.kind === '<EOF>' ? (this.lexed.tokens[this.#at - 1] ?? found) : found;
    return { kind, text, offset: near.offset };
  }

  /** What may come at the present place, seen from the whole expression. */
  #expected(): TokenSet {
    return this.#followedBy(grammarState(this.#state).next);
  }

  /** Where a set ends its rule, what may follow the rule is added. */
  #followedBy(set: TokenSet): TokenSet {
    let expected = set;
    for (let context = this.#context; expected.end && context !== undefined; context = context.parent) {
      if (context.parent === undefined) break;
      expected = joinSets(expected, grammarState(context.invokedAt).after);
    }
    return expected.end ? joinSets(expected, tokenSet(['<EOF>'])) : expected;
  }

  /** What may follow any of the rules that are being read. */
  #recoverySet(): TokenSet {
    let set = tokenSet([]);
    for (let context = this.#context; context?.parent !== undefined; context = context.parent) {
      set = joinSets(set, grammarState(context.invokedAt).after);
    }
    return set;
  }

  /** Skips what cannot follow; the same error at the same place skips at least one token. */
  #recover(): void {
    const skipped = { count: 0 };
    if (this.#lastErrorAt === this.#at && this.#lastErrorStates.has(this.#state)) this.#skip(skipped);
    this.#lastErrorAt = this.#at;
    this.#lastErrorStates.add(this.#state);
    this.#consumeUntil(this.#recoverySet(), skipped);
  }

  #consumeUntil({ kinds }: TokenSet, skipped: { count: number } | undefined): void {
    while (this.kind(1) !== '<EOF>' && !kinds.has(this.kind(1))) this.#skip(skipped);
  }

  #skip(skipped: { count: number } | undefined): void {
    if (skipped !== undefined && skipped.count++ >= MAX_SKIPPED) {
      this.issues.add(NO_PLACE, `error recovery token lookahead limit exceeded: ${MAX_SKIPPED}`);
      throw new DiagnosisEnded();
    }
    this.#consume();
  }

  #countRecovery(): void {
    if (this.#recoveries === MAX_RECOVERIES) {
      this.#add(`error recovery attempt limit exceeded: ${MAX_RECOVERIES}`, this.token().offset);
      throw new DiagnosisEnded();
    }
    this.#recoveries++;
  }

  #report(message: string, token: Token): void {
    if (this.#recovering) return;
    this.#recovering = true;
    this.#add(message, token.offset);
  }

  #add(message: string, offset: number): void {
    const place = placeOf(this.issues.source, offset);
    if (this.#reports >= MAX_REPORTS) {
      this.issues.add(place, `Syntax error: More than ${MAX_REPORTS} syntax errors`);
      throw new DiagnosisEnded();
    }
    this.#reports++;
    this.issues.add(place, `Syntax error: ${message}`);
  }
}

function showToken({ text }: Token): string {
  return `'${escapeSpace(text)}'`;
}

function escapeSpace(text: string): string {
  return text.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
