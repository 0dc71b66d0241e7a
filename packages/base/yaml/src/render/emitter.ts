import { isBlank, isBreak } from '../scan/characters.js';
import type { ScalarStyle } from '../scan/token.js';
import { analyzeScalar, isPrintable, type ScalarAnalysis } from './analyze-scalar.js';

export interface EmitterOptions {
  /** Column after which a scalar is folded at its next space. */
  readonly width: number;
  /** Whether a tab forces double quotes (go-yaml v2) or only forbids the plain and single quoted styles (v3). */
  readonly tabsAreSpecial: boolean;
  /** Columns of one level. @default 2 */
  readonly indent?: number | undefined;
}

/** What the text around a scalar demands of it. */
export interface ScalarContext {
  readonly inFlow: boolean;
  /** It is a key without `?`. */
  readonly simpleKey: boolean;
}

/** Columns of one level, and those that `- ` takes. */
const INDENT = 2;

/** Writes scalars, indicators and indentation; knows the column and what stands before it. */
export class Emitter {
  text = '';
  column = 0;
  /** Whether blank stands before the position. */
  whitespace = true;
  /** Whether nothing but indentation and indicators stands on the line. */
  indention = true;
  /** Column of the current block, -1 before the first. */
  indent = -1;
  /** Whether the node to be written stands behind the `-` of a list. */
  inItem = false;
  /** Column at which a foot comment ended: an empty line must follow before content at that column. */
  footIndent = -1;

  readonly #step: number;

  constructor(readonly options: EmitterOptions) {
    this.#step = options.indent ?? INDENT;
  }

  /** Writes text that holds no line break. */
  write(text: string): void {
    this.text += text;
    this.column += text.length;
  }

  writeBreak(text = '\n'): void {
    this.text += text;
    this.column = 0;
    this.indention = true;
  }

  /** Moves to the indentation of the current block, on a new line unless already there. */
  writeIndent(): void {
    const indent = Math.max(this.indent, 0);
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.writeBreak();
    if (this.footIndent === indent) this.writeBreak();
    if (this.column < indent) this.write(' '.repeat(indent - this.column));
    this.whitespace = true;
    this.footIndent = -1;
  }

  /** Writes `-`, `?`, `:` and their like. */
  writeIndicator(indicator: string, { before = false, whitespace = false, indention = false } = {}): void {
    if (before && !this.whitespace) this.write(' ');
    this.write(indicator);
    this.whitespace = whitespace;
    this.indention = this.indention && indention;
  }

  analyze(text: string): ScalarAnalysis {
    return analyzeScalar(text, this.options.tabsAreSpecial);
  }

  /** The style nearest to the one asked for that `text` can be written in. */
  selectStyle(text: string, asked: ScalarStyle, analysis: ScalarAnalysis, context: ScalarContext): ScalarStyle {
    let style = context.simpleKey && analysis.multiline ? 'double' : asked;
    if (style === 'plain') {
      const allowed = context.inFlow ? analysis.flowPlain : analysis.blockPlain;
      if (!allowed || (text === '' && (context.inFlow || context.simpleKey))) style = 'single';
    }
    if (style === 'single' && !analysis.singleQuoted) style = 'double';
    if (style === 'literal' || style === 'folded') {
      if (!analysis.block || context.inFlow || context.simpleKey) style = 'double';
    }
    return style;
  }

  /** Writes a scalar in a style it can be written in. A simple key is never folded. */
  writeScalar(text: string, style: ScalarStyle, simpleKey: boolean, writeLineComment?: () => boolean): void {
    const outer = this.indent;
    this.indent = this.scalarIndent();
    if (style === 'plain') this.#writePlain(text, !simpleKey);
    else if (style === 'single') this.#writeSingleQuoted(text, !simpleKey);
    else if (style === 'double') this.#writeDoubleQuoted(text, !simpleKey);
    else this.#writeBlock(text, style, writeLineComment);
    this.indent = outer;
  }

  /** Column of the continuation lines of a scalar or a flow collection. */
  scalarIndent(): number {
    return this.indent < 0 ? this.#step : this.#nextLevel();
  }

  /** Column of the block that begins here. */
  blockIndent(): number {
    return this.indent < 0 ? 0 : this.#nextLevel();
  }

  /** Behind a `-` that is the column of the item, else the next multiple of the level. */
  #nextLevel(): number {
    if (this.inItem) return this.indent + INDENT;
    return this.#step * Math.floor((this.indent + this.#step) / this.#step);
  }

  #writePlain(text: string, fold: boolean): void {
    if (text !== '' && !this.whitespace) this.write(' ');
    this.#writeFoldable(text, fold, false);
    if (text !== '') this.whitespace = false;
    this.indention = false;
  }

  #writeSingleQuoted(text: string, fold: boolean): void {
    this.writeIndicator("'", { before: true });
    this.#writeFoldable(text, fold, true);
    this.writeIndicator("'");
    this.whitespace = false;
    this.indention = false;
  }

  /** Writes plain or single quoted content, folding long lines at single spaces. */
  #writeFoldable(text: string, fold: boolean, quoted: boolean): void {
    const written = quoted ? text.replaceAll("'", "''") : text;
    if (this.column + written.length <= this.options.width && !hasBreak(text)) {
      this.write(written);
      if (text !== '') this.indention = false;
      return;
    }
    let spaces = false;
    let breaks = false;
    const lastIndex = text.length - 1;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === 0x20) {
        const inner = !quoted || (index > 0 && index < lastIndex);
        const foldable = fold && !spaces && inner && text.charCodeAt(index + 1) !== 0x20;
        if (foldable && this.column > this.options.width) this.writeIndent();
        else this.write(' ');
        spaces = true;
      } else if (isBreak(code)) {
        if (!breaks && code === 0x0a) this.writeBreak();
        this.writeBreak(text.charAt(index));
        breaks = true;
      } else {
        if (breaks) this.writeIndent();
        if (quoted && code === 0x27) this.write("'");
        this.#writeUnit(text, index, code);
        this.indention = false;
        spaces = false;
        breaks = false;
      }
    }
  }

  /** Writes one UTF-16 unit; the second of a pair takes no column. */
  #writeUnit(text: string, index: number, code: number): void {
    this.text += text.charAt(index);
    if (code < 0xdc00 || code > 0xdfff) this.column++;
  }

  #writeDoubleQuoted(text: string, fold: boolean): void {
    this.writeIndicator('"', { before: true });
    // go-yaml looks at the first character alone when it asks for a byte order mark.
    const escapeAll = text.startsWith('\ufeff');
    let spaces = false;
    let index = 0;
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      const last = index === text.length - 1;
      if (escapeAll || code > 0xffff || !isPrintable(code) || isBreak(code) || code === 0x22 || code === 0x5c) {
        this.write(escapeCharacter(code));
        spaces = false;
      } else if (code === 0x20) {
        if (fold && !spaces && this.column > this.options.width && index > 0 && !last) {
          this.writeIndent();
          if (text.charCodeAt(index + 1) === 0x20) this.write('\\');
        } else this.write(' ');
        spaces = true;
      } else {
        this.write(character);
        spaces = false;
      }
      index += character.length;
    }
    this.writeIndicator('"');
    this.whitespace = false;
    this.indention = false;
  }

  #writeBlock(text: string, style: 'literal' | 'folded', writeLineComment: (() => boolean) | undefined): void {
    this.writeIndicator(style === 'literal' ? '|' : '>', { before: true });
    const hints = blockHints(text, this.#step);
    if (hints !== '') this.writeIndicator(hints);
    if (writeLineComment?.() !== true) this.writeBreak();
    this.whitespace = true;
    if (style === 'literal') this.#writeLiteralLines(text);
    else this.#writeFoldedLines(text);
  }

  #writeLiteralLines(text: string): void {
    let breaks = true;
    let from = 0;
    for (let index = 0; index <= text.length; index++) {
      const code = text.charCodeAt(index);
      if (index < text.length && !isBreak(code)) continue;
      if (index > from) {
        if (breaks) this.writeIndent();
        this.write(text.slice(from, index));
        this.indention = false;
        breaks = false;
      }
      if (index < text.length) {
        this.writeBreak(text.charAt(index));
        breaks = true;
      }
      from = index + 1;
    }
  }

  #writeFoldedLines(text: string): void {
    let breaks = true;
    let leadingSpaces = true;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (isBreak(code)) {
        if (!breaks && !leadingSpaces && code === 0x0a && !startsWithBreaksThenBlank(text)) this.writeBreak();
        this.writeBreak(text.charAt(index));
        breaks = true;
        continue;
      }
      if (breaks) {
        this.writeIndent();
        leadingSpaces = isBlank(code);
      }
      const foldable = !breaks && code === 0x20 && text.charCodeAt(index + 1) !== 0x20;
      if (foldable && this.column > this.options.width) this.writeIndent();
      else this.#writeUnit(text, index, code);
      this.indention = false;
      breaks = false;
    }
  }
}

function hasBreak(text: string): boolean {
  return /[\n\r\u0085\u2028\u2029]/.test(text);
}

/** go-yaml asks this of the whole text, not of the place it is at. */
function startsWithBreaksThenBlank(text: string): boolean {
  let index = 0;
  while (index < text.length && isBreak(text.charCodeAt(index))) index++;
  return index >= text.length || isBlank(text.charCodeAt(index));
}

/** Indentation and chomping indicators of a block scalar. */
function blockHints(text: string, step: number): string {
  const first = text.charCodeAt(0);
  const hint = first === 0x20 || isBreak(first) ? String(step) : '';
  if (text === '' || !isBreak(text.charCodeAt(text.length - 1))) return `${hint}-`;
  return text.length === 1 || isBreak(text.charCodeAt(text.length - 2)) ? `${hint}+` : hint;
}

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x00, '\\0'],
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0b, '\\v'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x1b, '\\e'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
  [0x85, '\\N'],
  [0xa0, '\\_'],
  [0x2028, '\\L'],
  [0x2029, '\\P'],
]);

function escapeCharacter(code: number): string {
  const short = SHORT_ESCAPES.get(code);
  if (short !== undefined) return short;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
