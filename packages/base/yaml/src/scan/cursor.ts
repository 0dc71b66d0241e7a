import { isBreak } from './characters.js';
import { type Mark, YamlProblem } from './problem.js';

/** Up to a line break or the end of the text. */
const LINE = /[^\n\r\u0085\u2028\u2029\0]*/y;

/** A position in a text that knows its line. The text ends in `END` characters, so that looking ahead needs no checks. */
export class Cursor {
  readonly text: string;
  pos = 0;
  line = 0;
  lineStart = 0;

  constructor(text: string) {
    this.text = `${text}\0\0\0\0`;
  }

  get column(): number {
    return this.pos - this.lineStart;
  }

  /** The character code at the position, or `offset` after it. */
  code(offset = 0): number {
    return this.text.charCodeAt(this.pos + offset);
  }

  mark(): Mark {
    return { index: this.pos, line: this.line, column: this.pos - this.lineStart };
  }

  /** Steps to the end of the line. A pattern is faster than a loop: values of charts are mostly comments. */
  skipLine(): void {
    LINE.lastIndex = this.pos;
    this.pos += LINE.exec(this.text)?.[0].length ?? 0;
  }

  /** Steps over the line break at the position; CR LF is one. */
  skipBreak(): void {
    this.pos += this.code() === 0x0d && this.code(1) === 0x0a ? 2 : 1;
    this.line++;
    this.lineStart = this.pos;
  }

  /** Steps over the line break at the position. @returns the break as content: LS and PS as they are, all others as LF. */
  readBreak(): string {
    const code = this.code();
    this.skipBreak();
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** Whether `---` or `...`, followed by blank or end, begins the line at the position. */
  atDocumentIndicator(): boolean {
    if (this.pos !== this.lineStart) return false;
    const code = this.code();
    if (code !== 0x2d && code !== 0x2e) return false;
    if (this.code(1) !== code || this.code(2) !== code) return false;
    const after = this.code(3);
    return after === 0x20 || after === 0x09 || after === 0 || isBreak(after);
  }

  /** The problem of a scanner, found at the position. */
  problem(problem: string, context: Mark): YamlProblem {
    return new YamlProblem('scanner', problem, this.mark(), context);
  }
}
