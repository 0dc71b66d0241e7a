const SPACE = 0x20;
const TAB = 0x09;
const HASH = 0x23;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const SINGLE_QUOTE = 0x27;

/** The text has something in it that the simple parser does not know. */
export class NotSimple extends Error {
  constructor() {
    super('not simple YAML');
    this.name = 'NotSimple';
  }
}

/** A position in a text that moves from line to line, over blank ones and comments. */
export class LineCursor {
  readonly text: string;
  pos = 0;
  lineStart = 0;
  /** Column of the first character of the current line, or of the collection that begins in it. */
  column = 0;
  atEnd = false;
  #next = 0;

  constructor(text: string) {
    this.text = text;
    this.#skipDocumentStart();
  }

  /** The character code at the position, or `offset` after it; `NaN` at the end. */
  code(offset = 0): number {
    return this.text.charCodeAt(this.pos + offset);
  }

  /** Goes to the first character of the next line that has content. @returns false at the end of the text. */
  nextLine(): boolean {
    const { text } = this;
    let start = Math.max(this.#next, this.#lineAfter(this.pos));
    for (;;) {
      if (start >= text.length) return this.#finish();
      let pos = start;
      while (text.charCodeAt(pos) === SPACE) pos++;
      const code = text.charCodeAt(pos);
      if (code === TAB) throw new NotSimple();
      if (code !== NEWLINE && code !== HASH && pos < text.length) return this.#startLine(start, pos);
      const end = text.indexOf('\n', pos);
      if (end === -1) return this.#finish();
      start = end + 1;
    }
  }

  /** Makes the line that begins at `start` the next one to be read, wherever the position is. */
  resumeAt(start: number): void {
    this.#next = start;
    this.pos = start - 1;
  }

  /** Skips spaces. @returns whether something other than a comment stands before the end of the line. */
  skipToContent(): boolean {
    const start = this.pos;
    while (this.code() === SPACE) this.pos++;
    const code = this.code();
    if (code === TAB) throw new NotSimple();
    if (code === HASH && this.pos > start) return false;
    return code !== NEWLINE && !Number.isNaN(code);
  }

  /** What stands between the position and the end of the line. */
  restOfLine(): string {
    const end = this.text.indexOf('\n', this.pos);
    return this.text.slice(this.pos, end === -1 ? this.text.length : end).trimEnd();
  }

  /** Reads a quoted scalar that ends in its line. @returns `undefined` where it does not, or has unusual escapes. */
  readQuoted(quote: number): string | undefined {
    return quote === SINGLE_QUOTE ? this.#readSingleQuoted() : this.#readDoubleQuoted();
  }

  #lineAfter(pos: number): number {
    if (pos === 0 && this.#next === 0) return 0;
    const end = this.text.indexOf('\n', pos);
    return end === -1 ? this.text.length : end + 1;
  }

  #startLine(start: number, pos: number): boolean {
    if (start === pos && (this.text.startsWith('---', pos) || this.text.startsWith('...', pos))) throw new NotSimple();
    this.lineStart = start;
    this.pos = pos;
    this.column = pos - start;
    this.#next = 0;
    return true;
  }

  #finish(): boolean {
    this.atEnd = true;
    this.pos = this.text.length;
    return false;
  }

  /** A document may begin with its separator; a directive or content behind the separator is unusual. */
  #skipDocumentStart(): void {
    if (this.text.startsWith('%') || this.text.includes('\n%')) throw new NotSimple();
    const match = /^(?:[ ]*(?:#[^\n]*)?\n)*---[ ]*(?:[ ]#[^\n]*)?(?:\n|$)/.exec(this.text);
    if (match !== null) this.resumeAt(match[0].length);
  }

  #readSingleQuoted(): string | undefined {
    const { text } = this;
    let value = '';
    let from = this.pos + 1;
    for (;;) {
      const end = text.indexOf("'", from);
      if (end === -1) return undefined;
      const part = text.slice(from, end);
      if (part.includes('\n')) return undefined;
      value += part;
      this.pos = end + 1;
      if (this.code() !== SINGLE_QUOTE) return value;
      value += "'";
      from = end + 2;
    }
  }

  #readDoubleQuoted(): string | undefined {
    const { text } = this;
    const start = this.pos;
    let escaped = false;
    for (let pos = start + 1; ; pos++) {
      const code = text.charCodeAt(pos);
      if (code === NEWLINE || Number.isNaN(code)) return undefined;
      if (code === BACKSLASH) {
        // Of YAML's escapes, those that JSON has too.
        if (!'"\\/bfnrt'.includes(text.charAt(pos + 1))) return undefined;
        escaped = true;
        pos++;
      } else if (code === 0x22) {
        this.pos = pos + 1;
        const inner = text.slice(start + 1, pos);
        return escaped ? readEscapes(inner) : inner;
      }
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function readEscapes(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}
