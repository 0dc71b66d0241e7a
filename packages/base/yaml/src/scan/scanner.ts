import { END, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.js';
import { CommentScanner } from './comment-scanner.js';
import type { Cursor } from './cursor.js';
import type { Mark } from './problem.js';
import { scanBlockScalar } from './scan-block.js';
import { scanDirective } from './scan-directive.js';
import { scanPlainScalar } from './scan-plain.js';
import { scanAnchorName, scanTag } from './scan-properties.js';
import { scanQuotedScalar } from './scan-quoted.js';
import { plainToken, type ScalarStyle, type Token, type TokenKind } from './token.js';

/** How deep a text may nest. go-yaml allows 10000; deeper than this nobody can recurse over the result. */
export const MAX_DEPTH = 2000;

/** A place where a key without `?` may have begun. */
interface SimpleKey {
  possible: boolean;
  /** The place can hold nothing but a key. */
  required: boolean;
  /** Number of the token that would be the key. */
  tokenNumber: number;
  mark: Mark;
}

const FLOW_INDICATORS: Readonly<Record<string, TokenKind>> = {
  '[': 'flow-sequence-start',
  '{': 'flow-mapping-start',
  ']': 'flow-sequence-end',
  '}': 'flow-mapping-end',
};

const NEVER_PLAIN = ',[]{}#&*!|>\'"%@`';

/**
 * Cuts a text into tokens, one at a time, as libyaml's grammar does it: block structure from indentation, and `key` tokens put
 * in after the fact, once the `:` behind a key has been seen.
 */
export class Scanner {
  readonly comments: CommentScanner | undefined;
  #tokens: Token[] = [];
  #head = 0;
  /** How many tokens have left the queue. */
  #taken = 0;
  #available = false;
  #started = false;
  #indent = -1;
  #indents: number[] = [];
  #simpleKeyAllowed = true;
  #simpleKeys: SimpleKey[] = [];
  #keysByToken = new Map<number, SimpleKey>();

  constructor(
    readonly cursor: Cursor,
    withComments: boolean,
  ) {
    this.comments = withComments ? new CommentScanner(cursor) : undefined;
  }

  /** The next token, which stays in the queue. */
  peek(): Token {
    if (!this.#available) this.#fetchMore();
    const token = this.#tokens[this.#head];
    if (token === undefined) throw new RangeError('no token after the end of the stream');
    return token;
  }

  /** Takes the token that `peek` showed. */
  skip(): void {
    this.#available = false;
    this.#taken++;
    this.#head++;
    if (this.#head < 1024) return;
    this.#tokens = this.#tokens.slice(this.#head);
    this.#head = 0;
  }

  get #flowLevel(): number {
    return this.#simpleKeys.length - 1;
  }

  /** Reads on until the first token in the queue is certain: no `key` can come before it any more. */
  #fetchMore(): void {
    const wanted = this.comments === undefined ? 1 : 3;
    while (this.#tokens.length - this.#head < wanted || this.#mayBecomeKey()) this.#fetchNext();
    this.#available = true;
  }

  #mayBecomeKey(): boolean {
    const key = this.#keysByToken.get(this.#taken);
    return key !== undefined && this.#isValid(key);
  }

  #fetchNext(): void {
    if (!this.#started) return this.#fetchStreamStart();
    const scanMark = this.cursor.mark();
    this.#scanToNextToken(scanMark);
    this.#unrollIndent(this.cursor.column, scanMark);
    if (this.cursor.code() === END) return this.#fetchStreamEnd();
    if (this.cursor.column === 0 && this.#fetchAtLineStart()) return;
    const commentMark = this.#commentMark();
    this.#fetchContent();
    if (this.comments !== undefined && this.#tokens.at(-1)?.kind !== 'block-entry')
      this.comments.scanLineComment(commentMark);
  }

  #commentMark(): Mark {
    const last = this.#tokens.at(-1);
    const code = this.cursor.code();
    return last !== undefined && code === (this.#flowLevel > 0 ? 0x2c : 0x3a) ? last.start : this.cursor.mark();
  }

  #fetchStreamStart(): void {
    this.#started = true;
    this.#simpleKeys.push(this.#noKey());
    this.#tokens.push(plainToken('stream-start', this.cursor.mark(), this.cursor.mark()));
  }

  #noKey(): SimpleKey {
    return { possible: false, required: false, tokenNumber: this.#nextTokenNumber(), mark: this.cursor.mark() };
  }

  #nextTokenNumber(): number {
    return this.#taken + this.#tokens.length - this.#head;
  }

  #fetchStreamEnd(): void {
    const { cursor } = this;
    if (cursor.column !== 0) {
      cursor.lineStart = cursor.pos;
      cursor.line++;
    }
    this.#endBlocks();
    this.#tokens.push(plainToken('stream-end', cursor.mark(), cursor.mark()));
  }

  #endBlocks(): void {
    this.#unrollIndent(-1, this.cursor.mark());
    this.#removeSimpleKey();
    this.#simpleKeyAllowed = false;
  }

  /** Directives and document markers. @returns whether there was one. */
  #fetchAtLineStart(): boolean {
    const { cursor } = this;
    if (cursor.code() === 0x25) {
      this.#endBlocks();
      this.#tokens.push(scanDirective(cursor));
      return true;
    }
    if (!cursor.atDocumentIndicator()) return false;
    const kind = cursor.code() === 0x2d ? 'document-start' : 'document-end';
    this.#endBlocks();
    this.#pushIndicator(kind, 3);
    return true;
  }

  #pushIndicator(kind: TokenKind, length: number): void {
    const start = this.cursor.mark();
    this.cursor.pos += length;
    this.#tokens.push(plainToken(kind, start, this.cursor.mark()));
  }

  #fetchContent(): void {
    const { cursor } = this;
    const character = cursor.text.charAt(cursor.pos);
    const blankAfter = isBlankOrEnd(cursor.code(1));
    const inFlow = this.#flowLevel > 0;
    if (character === '[' || character === '{') return this.#fetchFlowStart(FLOW_INDICATORS[character] ?? 'key');
    if (character === ']' || character === '}') return this.#fetchFlowEnd(FLOW_INDICATORS[character] ?? 'key');
    if (character === ',') return this.#fetchFlowEntry();
    if (character === '-' && blankAfter) return this.#fetchBlockEntry();
    if (character === '?' && (inFlow || blankAfter)) return this.#fetchKey();
    if (character === ':' && (inFlow || blankAfter)) return this.#fetchValue();
    if (character === '*') return this.#fetchAnchor('alias');
    if (character === '&') return this.#fetchAnchor('anchor');
    if (character === '!') return this.#fetchTag();
    if (character === '|' && !inFlow) return this.#fetchBlockScalar(false);
    if (character === '>' && !inFlow) return this.#fetchBlockScalar(true);
    if (character === "'") return this.#fetchQuotedScalar('single');
    if (character === '"') return this.#fetchQuotedScalar('double');
    if (this.#mayStartPlain(character, inFlow)) return this.#fetchPlainScalar();
    throw cursor.problem('found character that cannot start any token', cursor.mark());
  }

  #mayStartPlain(character: string, inFlow: boolean): boolean {
    if (character === '-') return !isBlank(this.cursor.code(1));
    if (character === '?' || character === ':') return !inFlow && !isBlankOrEnd(this.cursor.code(1));
    return !isBlankOrEnd(this.cursor.code()) && !NEVER_PLAIN.includes(character);
  }

  #fetchFlowStart(kind: TokenKind): void {
    this.#saveSimpleKey();
    this.#simpleKeys.push(this.#noKey());
    if (this.#flowLevel > MAX_DEPTH)
      throw this.cursor.problem(`exceeded max depth of ${MAX_DEPTH}`, this.cursor.mark());
    this.#simpleKeyAllowed = true;
    this.#pushIndicator(kind, 1);
  }

  #fetchFlowEnd(kind: TokenKind): void {
    this.#removeSimpleKey();
    if (this.#flowLevel > 0) {
      const key = this.#simpleKeys.pop();
      if (key !== undefined) this.#keysByToken.delete(key.tokenNumber);
    }
    this.#simpleKeyAllowed = false;
    this.#pushIndicator(kind, 1);
  }

  #fetchFlowEntry(): void {
    this.#removeSimpleKey();
    this.#simpleKeyAllowed = true;
    this.#pushIndicator('flow-entry', 1);
  }

  #fetchBlockEntry(): void {
    // In flow context the parser reports the misplaced '-', because it can name the collection.
    if (this.#flowLevel === 0) this.#openBlock('block-sequence-start', 'block sequence entries');
    this.#removeSimpleKey();
    this.#simpleKeyAllowed = true;
    this.#pushIndicator('block-entry', 1);
  }

  #openBlock(kind: TokenKind, what: string): void {
    if (!this.#simpleKeyAllowed)
      throw this.cursor.problem(`${what} are not allowed in this context`, this.cursor.mark());
    this.#rollIndent(kind, this.cursor.mark(), undefined);
  }

  #fetchKey(): void {
    if (this.#flowLevel === 0) this.#openBlock('block-mapping-start', 'mapping keys');
    this.#removeSimpleKey();
    this.#simpleKeyAllowed = this.#flowLevel === 0;
    this.#pushIndicator('key', 1);
  }

  #fetchValue(): void {
    const key = this.#simpleKeys.at(-1);
    if (key !== undefined && this.#isValid(key)) {
      this.#insertToken(plainToken('key', key.mark, key.mark), key.tokenNumber);
      this.#rollIndent('block-mapping-start', key.mark, key.tokenNumber);
      key.possible = false;
      this.#keysByToken.delete(key.tokenNumber);
      this.#simpleKeyAllowed = false;
    } else {
      if (this.#flowLevel === 0) this.#openBlock('block-mapping-start', 'mapping values');
      this.#simpleKeyAllowed = this.#flowLevel === 0;
    }
    this.#pushIndicator('value', 1);
  }

  #insertToken(token: Token, tokenNumber: number | undefined): void {
    if (tokenNumber === undefined) this.#tokens.push(token);
    else this.#tokens.splice(this.#head + tokenNumber - this.#taken, 0, token);
  }

  #fetchAnchor(kind: 'alias' | 'anchor'): void {
    this.#saveSimpleKey();
    this.#simpleKeyAllowed = false;
    const start = this.cursor.mark();
    const value = scanAnchorName(this.cursor);
    this.#tokens.push({ kind, start, end: this.cursor.mark(), value, suffix: '', style: 'plain' });
  }

  #fetchTag(): void {
    this.#saveSimpleKey();
    this.#simpleKeyAllowed = false;
    const start = this.cursor.mark();
    const { handle, suffix } = scanTag(this.cursor);
    this.#tokens.push({ kind: 'tag', start, end: this.cursor.mark(), value: handle, suffix, style: 'plain' });
  }

  #fetchBlockScalar(folded: boolean): void {
    this.#removeSimpleKey();
    this.#simpleKeyAllowed = true;
    const start = this.cursor.mark();
    const { comments } = this;
    const onHeader = comments === undefined ? {} : { onHeader: (mark: Mark) => comments.scanLineComment(mark) };
    const { value, end } = scanBlockScalar(this.cursor, { indent: this.#indent, folded, ...onHeader });
    this.#pushScalar(start, end, value, folded ? 'folded' : 'literal');
  }

  #fetchQuotedScalar(style: 'single' | 'double'): void {
    this.#saveSimpleKey();
    this.#simpleKeyAllowed = false;
    const start = this.cursor.mark();
    const value = scanQuotedScalar(this.cursor);
    this.#pushScalar(start, this.cursor.mark(), value, style);
  }

  #fetchPlainScalar(): void {
    this.#saveSimpleKey();
    this.#simpleKeyAllowed = false;
    const start = this.cursor.mark();
    const { value, end, crossedBreak } = scanPlainScalar(this.cursor, this.#indent, this.#flowLevel > 0);
    if (crossedBreak) this.#simpleKeyAllowed = true;
    this.#pushScalar(start, end, value, 'plain');
  }

  #pushScalar(start: Mark, end: Mark, value: string, style: ScalarStyle): void {
    this.#tokens.push({ kind: 'scalar', start, end, value, suffix: '', style });
  }

  /** Whether a key may still have begun there: keys end on their line and within 1024 characters. */
  #isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.mark.line === this.cursor.line && key.mark.index + 1024 >= this.cursor.pos) return true;
    if (key.required) throw this.cursor.problem("could not find expected ':'", key.mark);
    key.possible = false;
    return false;
  }

  #saveSimpleKey(): void {
    if (!this.#simpleKeyAllowed) return;
    const required = this.#flowLevel === 0 && this.#indent === this.cursor.column;
    this.#removeSimpleKey();
    const tokenNumber = this.#nextTokenNumber();
    const key = { possible: true, required, tokenNumber, mark: this.cursor.mark() };
    this.#simpleKeys[this.#simpleKeys.length - 1] = key;
    this.#keysByToken.set(tokenNumber, key);
  }

  #removeSimpleKey(): void {
    const key = this.#simpleKeys.at(-1);
    if (key === undefined || !key.possible) return;
    if (key.required) throw this.cursor.problem("could not find expected ':'", key.mark);
    key.possible = false;
    this.#keysByToken.delete(key.tokenNumber);
  }

  /** Opens a block where the column is deeper than the current block's. */
  #rollIndent(kind: TokenKind, mark: Mark, tokenNumber: number | undefined): void {
    if (this.#flowLevel > 0 || this.#indent >= mark.column) return;
    this.#indents.push(this.#indent);
    this.#indent = mark.column;
    if (this.#indents.length > MAX_DEPTH) throw this.cursor.problem(`exceeded max depth of ${MAX_DEPTH}`, mark);
    this.#insertToken(plainToken(kind, mark, mark), tokenNumber);
  }

  /** Ends the blocks deeper than `column`. */
  #unrollIndent(column: number, scanMark: Mark): void {
    if (this.#flowLevel > 0) return;
    let mark = this.comments === undefined ? this.cursor.mark() : { ...scanMark, index: scanMark.index - 1 };
    while (this.#indent > column) {
      if (this.comments !== undefined) mark = this.comments.blockEnd(this.#indent, mark);
      this.#tokens.push(plainToken('block-end', mark, mark));
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  /** Steps over blanks, comments and line breaks. */
  #scanToNextToken(scanMark: Mark): void {
    const { cursor } = this;
    for (;;) {
      if (cursor.column === 0 && cursor.code() === 0xfeff) cursor.pos++;
      while (this.#skipsBlank(cursor.code())) cursor.pos++;
      this.#skipComment(scanMark);
      if (!isBreak(cursor.code())) return;
      cursor.skipBreak();
      if (this.#flowLevel === 0) this.#simpleKeyAllowed = true;
    }
  }

  /** Tabs are blanks in flow context, and in block context where no key may begin. */
  #skipsBlank(code: number): boolean {
    return code === 0x20 || (code === 0x09 && (this.#flowLevel > 0 || !this.#simpleKeyAllowed));
  }

  #skipComment(scanMark: Mark): void {
    const { cursor, comments } = this;
    const context = { tokens: this.#tokens, indent: this.#indent, inFlow: this.#flowLevel > 0 };
    comments?.promoteEntryComment(context);
    if (cursor.code() !== 0x23) return;
    if (comments !== undefined) comments.scanComments(context, scanMark);
    else while (!isBreakOrEnd(cursor.code())) cursor.pos++;
  }
}
