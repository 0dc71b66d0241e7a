import { END, isBlank, isBlankOrEnd, isBreak } from './characters.js';
import { CommentScanner } from './comment-scanner.js';
import type { Cursor } from './cursor.js';
import type { Mark } from './problem.js';
import { scanBlockScalar } from './scan-block.js';
import { scanDirective } from './scan-directive.js';
import { scanPlainScalar } from './scan-plain.js';
import { scanAnchorName, scanTag } from './scan-properties.js';
import { scanQuotedScalar } from './scan-quoted.js';
import { plainToken, type ScalarStyle, type Token, type TokenKind } from './token.js';

/** How deep a text may nest. go-yaml allows 10000, but nobody could recurse over the result. */
export const MAX_DEPTH = 1000;

/** A place where a key without `?` may have begun. */
interface SimpleKey {
  possible: boolean;
  /** The place can hold nothing but a key. */
  required: boolean;
  /** Number of the token that would be the key. */
  tokenNumber: number;
  /** Whether that token waits in the queue until the key is certain. */
  awaited: boolean;
  mark: Mark;
}

/** Characters no unquoted scalar begins with. */
const NEVER_PLAIN: ReadonlySet<number> = new Set([...',[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)));

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

  /** Whether the first token in the queue may turn out to be a key. */
  #mayBecomeKey(): boolean {
    for (const key of this.#simpleKeys) {
      if (key.possible && key.awaited) return key.tokenNumber === this.#taken && this.#isValid(key);
    }
    return false;
  }

  #fetchNext(): void {
    if (!this.#started) return this.#fetchStreamStart();
    const { cursor, comments } = this;
    const scanMark = comments === undefined ? undefined : cursor.mark();
    this.#scanToNextToken(scanMark);
    if (this.#indent > cursor.column) this.#unrollIndent(cursor.column, scanMark);
    if (cursor.code() === END) return this.#fetchStreamEnd();
    if (cursor.column === 0 && this.#fetchAtLineStart()) return;
    if (comments === undefined) return this.#fetchContent();
    const commentMark = this.#commentMark();
    this.#fetchContent();
    if (this.#tokens.at(-1)?.kind !== 'block-entry') comments.scanLineComment(commentMark);
  }

  #commentMark(): Mark {
    const last = this.#tokens.at(-1);
    const code = this.cursor.code();
    return last !== undefined && code === (this.#flowLevel > 0 ? 0x2c : 0x3a) ? last.start : this.cursor.mark();
  }

  #fetchStreamStart(): void {
    this.#started = true;
    this.#simpleKeys.push(this.#noKey());
    this.#tokens.push(plainToken('stream-start', this.cursor.mark()));
  }

  #noKey(): SimpleKey {
    const tokenNumber = this.#nextTokenNumber();
    return { possible: false, required: false, tokenNumber, awaited: true, mark: this.cursor.mark() };
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
    this.#tokens.push(plainToken('stream-end', cursor.mark()));
  }

  #endBlocks(): void {
    this.#unrollIndent(-1, this.comments === undefined ? undefined : this.cursor.mark());
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
    this.#tokens.push(plainToken(kind, this.cursor.mark()));
    this.cursor.pos += length;
  }

  #fetchContent(): void {
    const { cursor } = this;
    const code = cursor.code();
    const inFlow = this.#flowLevel > 0;
    switch (code) {
      case 0x5b:
        return this.#fetchFlowStart('flow-sequence-start');
      case 0x7b:
        return this.#fetchFlowStart('flow-mapping-start');
      case 0x5d:
        return this.#fetchFlowEnd('flow-sequence-end');
      case 0x7d:
        return this.#fetchFlowEnd('flow-mapping-end');
      case 0x2c:
        return this.#fetchFlowEntry();
      case 0x27:
        return this.#fetchQuotedScalar('single');
      case 0x22:
        return this.#fetchQuotedScalar('double');
      case 0x2a:
        return this.#fetchAnchor('alias');
      case 0x26:
        return this.#fetchAnchor('anchor');
      case 0x21:
        return this.#fetchTag();
    }
    if (!inFlow && (code === 0x7c || code === 0x3e)) return this.#fetchBlockScalar(code === 0x3e);
    if ((code === 0x2d || code === 0x3f || code === 0x3a) && this.#fetchIndicator(code, inFlow)) return;
    if (this.#mayStartPlain(code, inFlow)) return this.#fetchPlainScalar();
    throw cursor.problem('found character that cannot start any token', cursor.mark());
  }

  /** `-`, `?` and `:` are indicators before blank, the last two in flow context always. */
  #fetchIndicator(code: number, inFlow: boolean): boolean {
    const blankAfter = isBlankOrEnd(this.cursor.code(1));
    if (!blankAfter && (code === 0x2d || !inFlow)) return false;
    if (code === 0x2d) this.#fetchBlockEntry();
    else if (code === 0x3f) this.#fetchKey();
    else this.#fetchValue();
    return true;
  }

  #mayStartPlain(code: number, inFlow: boolean): boolean {
    if (code === 0x2d) return !isBlank(this.cursor.code(1));
    if (code === 0x3f || code === 0x3a) return !inFlow;
    return !isBlankOrEnd(code) && !NEVER_PLAIN.has(code);
  }

  #fetchFlowStart(kind: TokenKind): void {
    this.#saveSimpleKey(this.cursor.mark());
    this.#simpleKeys.push(this.#noKey());
    this.#checkDepth(this.cursor.mark());
    this.#simpleKeyAllowed = true;
    this.#pushIndicator(kind, 1);
  }

  #checkDepth(mark: Mark): void {
    if (this.#flowLevel + this.#indents.length > MAX_DEPTH)
      throw this.cursor.problem(`exceeded max depth of ${MAX_DEPTH}`, mark);
  }

  #fetchFlowEnd(kind: TokenKind): void {
    this.#removeSimpleKey();
    if (this.#flowLevel > 0) {
      const inner = this.#simpleKeys.pop();
      const outer = this.#simpleKeys.at(-1);
      // go-yaml forgets the collection itself as a key where no key began inside it: `{}: a` reads as `{}`.
      if (outer !== undefined && outer.tokenNumber === inner?.tokenNumber) outer.awaited = false;
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
      this.#insertToken(plainToken('key', key.mark), key.tokenNumber);
      this.#rollIndent('block-mapping-start', key.mark, key.tokenNumber);
      key.possible = false;
      this.#simpleKeyAllowed = false;
    } else {
      if (this.#flowLevel === 0) this.#openBlock('block-mapping-start', 'mapping values');
      this.#simpleKeyAllowed = this.#flowLevel === 0;
    }
    this.#pushIndicator('value', 1);
  }

  #insertToken(token: Token, tokenNumber: number | undefined): void {
    const tokens = this.#tokens;
    tokens.push(token);
    if (tokenNumber === undefined) return;
    const at = this.#head + tokenNumber - this.#taken;
    for (let index = tokens.length - 1; index > at; index--) tokens[index] = tokens[index - 1] ?? token;
    tokens[at] = token;
  }

  #fetchAnchor(kind: 'alias' | 'anchor'): void {
    const start = this.#startContent();
    const value = scanAnchorName(this.cursor);
    this.#tokens.push({ kind, start, value, suffix: '', style: 'plain' });
  }

  /** Begins a token that may be a key, and behind which no key can begin. */
  #startContent(): Mark {
    const start = this.cursor.mark();
    this.#saveSimpleKey(start);
    this.#simpleKeyAllowed = false;
    return start;
  }

  #fetchTag(): void {
    const start = this.#startContent();
    const { handle, suffix } = scanTag(this.cursor);
    this.#tokens.push({ kind: 'tag', start, value: handle, suffix, style: 'plain' });
  }

  #fetchBlockScalar(folded: boolean): void {
    this.#removeSimpleKey();
    this.#simpleKeyAllowed = true;
    const start = this.cursor.mark();
    const { comments } = this;
    const onHeader = comments === undefined ? {} : { onHeader: (mark: Mark) => comments.scanLineComment(mark) };
    const value = scanBlockScalar(this.cursor, { indent: this.#indent, folded, ...onHeader });
    this.#pushScalar(start, value, folded ? 'folded' : 'literal');
  }

  #fetchQuotedScalar(style: 'single' | 'double'): void {
    const start = this.#startContent();
    this.#pushScalar(start, scanQuotedScalar(this.cursor), style);
  }

  #fetchPlainScalar(): void {
    const start = this.#startContent();
    const { value, crossedBreak } = scanPlainScalar(this.cursor, this.#indent, this.#flowLevel > 0);
    this.#pushScalar(start, value, 'plain');
    if (crossedBreak) this.#simpleKeyAllowed = true;
  }

  #pushScalar(start: Mark, value: string, style: ScalarStyle): void {
    this.#tokens.push({ kind: 'scalar', start, value, suffix: '', style });
  }

  /** Whether a key may still have begun there: keys end on their line and within 1024 characters. */
  #isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.mark.line === this.cursor.line && key.mark.index + 1024 >= this.cursor.pos) return true;
    if (key.required) throw this.cursor.problem("could not find expected ':'", key.mark);
    key.possible = false;
    return false;
  }

  #saveSimpleKey(mark: Mark): void {
    if (!this.#simpleKeyAllowed) return;
    this.#removeSimpleKey();
    const key = this.#simpleKeys[this.#simpleKeys.length - 1];
    if (key === undefined) return;
    key.possible = true;
    key.required = this.#flowLevel === 0 && this.#indent === mark.column;
    key.tokenNumber = this.#nextTokenNumber();
    key.awaited = true;
    key.mark = mark;
  }

  #removeSimpleKey(): void {
    const key = this.#simpleKeys.at(-1);
    if (key === undefined || !key.possible) return;
    if (key.required) throw this.cursor.problem("could not find expected ':'", key.mark);
    key.possible = false;
  }

  /** Opens a block where the column is deeper than the current block's. */
  #rollIndent(kind: TokenKind, mark: Mark, tokenNumber: number | undefined): void {
    if (this.#flowLevel > 0 || this.#indent >= mark.column) return;
    this.#indents.push(this.#indent);
    this.#indent = mark.column;
    this.#checkDepth(mark);
    this.#insertToken(plainToken(kind, mark), tokenNumber);
  }

  /** Ends the blocks deeper than `column`. */
  #unrollIndent(column: number, scanMark: Mark | undefined): void {
    if (this.#flowLevel > 0) return;
    let mark = scanMark === undefined ? this.cursor.mark() : { ...scanMark, index: scanMark.index - 1 };
    while (this.#indent > column) {
      if (this.comments !== undefined) mark = this.comments.blockEnd(this.#indent, mark);
      this.#tokens.push(plainToken('block-end', mark));
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  /** Steps over blanks, comments and line breaks. */
  #scanToNextToken(scanMark: Mark | undefined): void {
    const { cursor } = this;
    for (;;) {
      if (cursor.pos === 0 && cursor.code() === 0xfeff) cursor.pos++;
      while (this.#skipsBlank(cursor.code())) cursor.pos++;
      if (scanMark !== undefined) this.#readComment(scanMark);
      else if (cursor.code() === 0x23) cursor.skipLine();
      if (!isBreak(cursor.code())) return;
      cursor.skipBreak();
      if (this.#flowLevel === 0) this.#simpleKeyAllowed = true;
    }
  }

  /** Tabs are blanks in flow context, and in block context where no key may begin. */
  #skipsBlank(code: number): boolean {
    return code === 0x20 || (code === 0x09 && (this.#flowLevel > 0 || !this.#simpleKeyAllowed));
  }

  #readComment(scanMark: Mark): void {
    const context = { tokens: this.#tokens, indent: this.#indent, inFlow: this.#flowLevel > 0 };
    this.comments?.promoteEntryComment(context);
    if (this.cursor.code() === 0x23) this.comments?.scanComments(context, scanMark);
  }
}
