import { quoteText } from '../text/quote.js';
import { isDigit, isLetter, isPrintable } from '../text/runes.js';
import { KEYWORDS, type Token, type TokenKind } from './token.js';
import { trimTrailingSpace } from './trim-space.js';

const LEFT = '{{';
const RIGHT = '}}';
const SPACE_RUN = /[ \t\r\n]*/y;
const ASCII_WORD = /[0-9A-Za-z_]*/y;
const TERMINATORS = '.,|:)(';

/** Whether `break` and `continue` are keywords: not when functions of these names exist. */
export interface LexerOptions {
  readonly breakAllowed: boolean;
  readonly continueAllowed: boolean;
}

/** Cuts a template into tokens, one at a time as the parser asks for them. */
export class Lexer {
  private readonly text: string;
  private readonly options: LexerOptions;
  private pos = 0;
  private parenDepth = 0;
  private insideAction = false;
  private failed = false;

  constructor(text: string, options: LexerOptions) {
    this.text = text;
    this.options = options;
  }

  /** The next token; after the last one `eof` for ever. */
  next(): Token {
    if (this.failed) return { kind: 'eof', pos: 0, text: 'EOF' };
    return this.insideAction ? this.insideToken() : this.textToken();
  }

  private textToken(): Token {
    for (;;) {
      const start = this.pos;
      const open = this.text.indexOf(LEFT, start);
      if (open === -1) return this.lastText(start);
      if (open > start) {
        const content = this.text.slice(start, open);
        const shown = isLeftTrim(this.text, open + 2) ? trimTrailingSpace(content) : content;
        const token = this.emit('text', start, start + shown.length);
        this.pos = open;
        if (shown !== '') return token;
      }
      const delimiter = this.leftDelimiter();
      if (delimiter !== undefined) return delimiter;
    }
  }

  private lastText(start: number): Token {
    if (start < this.text.length) return this.emit('text', start, this.text.length);
    return { kind: 'eof', pos: this.text.length, text: 'EOF' };
  }

  /** Takes `{{` or a whole comment; `undefined` after a comment. */
  private leftDelimiter(): Token | undefined {
    const start = this.pos;
    const trims = isLeftTrim(this.text, start + 2);
    const inner = start + 2 + (trims ? 2 : 0);
    if (this.text.startsWith('/*', inner)) {
      this.pos = inner;
      return this.comment();
    }
    const token = this.emit('left-delimiter', start, start + 2);
    this.pos = inner;
    this.insideAction = true;
    this.parenDepth = 0;
    return token;
  }

  private comment(): Token | undefined {
    const close = this.text.indexOf('*/', this.pos + 2);
    if (close === -1) return this.fail('unclosed comment');
    const after = close + 2;
    const trims = isRightTrim(this.text, after);
    const delimiter = trims ? after + 2 : after;
    if (!this.text.startsWith(RIGHT, delimiter)) return this.fail('comment ends before closing delimiter');
    this.pos = trims ? this.afterSpace(delimiter + 2) : delimiter + 2;
    return undefined;
  }

  private insideToken(): Token {
    const start = this.pos;
    if (this.atRightDelimiter(start)) {
      return this.parenDepth === 0 ? this.rightDelimiter() : this.fail('unclosed left paren');
    }
    const rune = this.runeAt(start);
    switch (rune) {
      case '':
        return this.fail('unclosed action');
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        return this.space();
      case '=':
        return this.emit('assign', start, start + 1);
      case ':':
        if (this.text.charAt(start + 1) !== '=') return this.fail('expected :=');
        return this.emit('declare', start, start + 2);
      case '|':
        return this.emit('pipe', start, start + 1);
      case '"':
        return this.quoted('"', { kind: 'string', problem: 'unterminated quoted string' });
      case "'":
        return this.quoted("'", { kind: 'char-constant', problem: 'unterminated character constant' });
      case '`':
        return this.rawString();
      case '$':
        return this.fieldOrVariable('variable');
      case '(':
        this.parenDepth++;
        return this.emit('left-paren', start, start + 1);
      case ')':
        this.parenDepth--;
        return this.parenDepth < 0 ? this.fail('unexpected right paren') : this.emit('right-paren', start, start + 1);
      default:
        return this.wordToken(rune);
    }
  }

  private wordToken(rune: string): Token {
    const start = this.pos;
    const next = this.text.charAt(start + 1);
    if (rune === '.' && next !== '' && (next < '0' || next > '9')) return this.fieldOrVariable('field');
    if (rune === '.' || rune === '+' || rune === '-' || (rune >= '0' && rune <= '9')) return this.number();
    if (isWordRune(rune)) return this.identifier();
    if (rune <= '\x7f' && isPrintable(rune)) return this.emit('char', start, start + 1);
    return this.fail(`unrecognized character in action: ${runeName(rune)}`);
  }

  private space(): Token {
    const start = this.pos;
    const end = this.afterSpace(start);
    // A trim marker needs the last of these spaces.
    if (isRightTrim(this.text, end - 1) && this.text.startsWith(RIGHT, end + 1)) {
      if (end - start === 1) return this.rightDelimiter();
      return this.emit('space', start, end - 1);
    }
    return this.emit('space', start, end);
  }

  private rightDelimiter(): Token {
    const trims = isRightTrim(this.text, this.pos);
    if (trims) this.pos = this.pos + 2;
    const token = this.emit('right-delimiter', this.pos, this.pos + 2);
    if (trims) this.pos = this.afterSpace(this.pos);
    this.insideAction = false;
    return token;
  }

  private identifier(): Token {
    const start = this.pos;
    const end = this.afterWord(start);
    if (!this.atTerminator(end)) return this.fail(`bad character ${runeName(this.runeAt(end))}`);
    const word = this.text.slice(start, end);
    const keyword = KEYWORDS.get(word);
    if (keyword === 'break' && !this.options.breakAllowed) return this.emit('identifier', start, end);
    if (keyword === 'continue' && !this.options.continueAllowed) return this.emit('identifier', start, end);
    if (keyword !== undefined) return this.emit(keyword, start, end);
    return this.emit(word === 'true' || word === 'false' ? 'bool' : 'identifier', start, end);
  }

  /** The `.` or `$` stands at the current place. */
  private fieldOrVariable(kind: 'field' | 'variable'): Token {
    const start = this.pos;
    if (this.atTerminator(start + 1)) return this.emit(kind === 'variable' ? 'variable' : 'dot', start, start + 1);
    const end = this.afterWord(start + 1);
    if (!this.atTerminator(end)) return this.fail(`bad character ${runeName(this.runeAt(end))}`);
    return this.emit(kind, start, end);
  }

  private number(): Token {
    const start = this.pos;
    const first = this.scanNumber(start);
    if (!first.ok) return this.badNumber(start, first.end);
    const sign = this.text.charAt(first.end);
    if (sign !== '+' && sign !== '-') return this.emit('number', start, first.end);
    const second = this.scanNumber(first.end);
    if (!second.ok || this.text.charAt(second.end - 1) !== 'i') return this.badNumber(start, second.end);
    return this.emit('complex', start, second.end);
  }

  private badNumber(start: number, end: number): Token {
    return this.fail(`bad number syntax: ${quoteText(this.text.slice(start, end))}`);
  }

  private scanNumber(start: number): { readonly ok: boolean; readonly end: number } {
    NUMBER.lastIndex = start;
    const end = start + (NUMBER.exec(this.text)?.[0].length ?? 0);
    const next = this.runeAt(end);
    return isWordRune(next) ? { ok: false, end: end + next.length } : { ok: true, end };
  }

  private quoted(quote: string, { kind, problem }: { readonly kind: TokenKind; readonly problem: string }): Token {
    for (let index = this.pos + 1; index < this.text.length; index++) {
      const character = this.text.charAt(index);
      if (character === quote) return this.emit(kind, this.pos, index + 1);
      if (character === '\\') index++;
      if (this.text.charAt(index) === '\n') break;
    }
    return this.fail(problem);
  }

  private rawString(): Token {
    const close = this.text.indexOf('`', this.pos + 1);
    return close === -1 ? this.fail('unterminated raw quoted string') : this.emit('raw-string', this.pos, close + 1);
  }

  private atRightDelimiter(index: number): boolean {
    if (this.text.startsWith(RIGHT, index)) return true;
    return isRightTrim(this.text, index) && this.text.startsWith(RIGHT, index + 2);
  }

  private atTerminator(index: number): boolean {
    const character = this.text.charAt(index);
    if (character === '' || isSpace(character) || TERMINATORS.includes(character)) return true;
    return this.text.startsWith(RIGHT, index);
  }

  private afterSpace(index: number): number {
    SPACE_RUN.lastIndex = index;
    return index + (SPACE_RUN.exec(this.text)?.[0].length ?? 0);
  }

  private afterWord(index: number): number {
    ASCII_WORD.lastIndex = index;
    let end = index + (ASCII_WORD.exec(this.text)?.[0].length ?? 0);
    for (let rune = this.runeAt(end); isWordRune(rune); rune = this.runeAt(end)) end += rune.length;
    return end;
  }

  private runeAt(index: number): string {
    const code = this.text.codePointAt(index);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  private emit(kind: TokenKind, start: number, end: number): Token {
    this.pos = end;
    return { kind, pos: start, text: this.text.slice(start, end) };
  }

  private fail(message: string): Token {
    this.failed = true;
    return { kind: 'error', pos: this.pos, text: message };
  }
}

const DECIMAL_NUMBER = '(?:0(?![xXoObB]))?[0-9_]*(?:\\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?';
const HEX_NUMBER = '0[xX][0-9a-fA-F_]*(?:\\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?';
const OTHER_NUMBER = '0(?:[oO][0-7_]*(?:\\.[0-7_]*)?|[bB][01_]*(?:\\.[01_]*)?)';
const NUMBER = new RegExp(`[+-]?(?:${HEX_NUMBER}|${OTHER_NUMBER}|${DECIMAL_NUMBER})i?`, 'y');

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}

function isLeftTrim(text: string, index: number): boolean {
  return text.charAt(index) === '-' && isSpace(text.charAt(index + 1));
}

function isRightTrim(text: string, index: number): boolean {
  return text.charAt(index + 1) === '-' && isSpace(text.charAt(index));
}

function isWordRune(rune: string): boolean {
  return rune !== '' && (rune === '_' || isLetter(rune) || isDigit(rune));
}

/** The rune as `%#U` prints it. */
function runeName(rune: string): string {
  const code = (rune.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return isPrintable(rune) ? `U+${code} '${rune}'` : `U+${code}`;
}
