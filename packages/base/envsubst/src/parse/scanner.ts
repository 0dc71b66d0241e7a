import { type ByteString, type Rune, runeAt } from '../bytes/byte-string.js';

/** What the scanner found. */
export type Token = 'illegal' | 'end' | 'text' | 'open' | 'close';

/** Whether a code point belongs to the token; `index` counts the bytes of the token up to and with it. */
export type Accept = (char: string, index: number) => boolean;

/** What a scan looks for. */
export interface ScanMode {
  readonly accept: Accept;
  /** Text whose code points are all accepted. */
  readonly text?: boolean;
  /** `${`. */
  readonly open?: boolean;
  /** `}`. */
  readonly close?: boolean;
  /** Escapes within the text: `$$`, or also `\/` and `\\`. */
  readonly escapes?: 'none' | 'dollar' | 'all';
}

/** Reads tokens; it keeps the place, and the last token's text without the characters that only escaped others. */
export class Scanner {
  readonly bytes: ByteString;
  private position = 0;
  /** Bytes of the last code point read, which {@link unread} takes back. */
  private width = 0;
  /** Pieces of the token before its last escape. */
  private pieces = '';
  private pieceStart = 0;

  constructor(bytes: ByteString) {
    this.bytes = bytes;
  }

  /** Byte offset of the next code point. */
  get offset(): number {
    return this.position;
  }

  /** Text of the last token. */
  get token(): ByteString {
    return this.pieces + this.bytes.slice(this.pieceStart, this.position);
  }

  read(): string {
    const { code, width }: Rune = runeAt(this.bytes, this.position);
    this.width = width;
    this.position += width;
    return width === 0 || code === 0 ? '' : String.fromCodePoint(code);
  }

  unread(): void {
    this.position -= this.width;
  }

  /** The next code point; empty at the end. */
  peek(): string {
    const char = this.read();
    this.unread();
    return char;
  }

  scan(mode: ScanMode): Token {
    this.pieceStart = this.position;
    this.pieces = '';
    const char = this.read();
    if (char === '') return 'end';
    if (this.isOpen(char, mode)) return 'open';
    if (mode.close === true && char === '}') return 'close';
    return mode.text === true && this.scanText(char, mode) ? 'text' : 'illegal';
  }

  private isOpen(char: string, { open }: ScanMode): boolean {
    if (open !== true || char !== '$') return false;
    if (this.read() === '{') return true;
    this.unread();
    return false;
  }

  private scanText(first: string, mode: ScanMode): boolean {
    if (this.isEscape(first, mode)) this.skipEscape();
    else if (!mode.accept(first, this.length)) return false;
    for (;;) {
      const char = this.read();
      if (char === '') {
        this.unread();
        return true;
      }
      if (this.isOpen(char, mode)) {
        // Both characters are one byte wide.
        this.position -= 2;
        return true;
      }
      if (this.isEscape(char, mode)) this.skipEscape();
      else if (!mode.accept(char, this.length)) {
        this.unread();
        return true;
      }
    }
  }

  private get length(): number {
    return this.pieces.length + this.position - this.pieceStart;
  }

  private isEscape(char: string, { escapes = 'none' }: ScanMode): boolean {
    if (escapes === 'none') return false;
    if (char === '$') return this.peek() === '$';
    if (char !== '\\' || escapes !== 'all') return false;
    const next = this.peek();
    return next === '/' || next === '\\';
  }

  /** Leaves the escaping character out; the escaped one belongs to the token whatever it is. */
  private skipEscape(): void {
    this.pieces += this.bytes.slice(this.pieceStart, this.position - 1);
    this.pieceStart = this.position;
    this.position += 1;
  }
}
