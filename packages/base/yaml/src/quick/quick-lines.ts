import { NEEDS_WHOLE_PARSER, startsPlain } from './quick-scalar.js';

/** Longer keys are for the whole parser, which knows what go-yaml says to them. */
const MAX_KEY_LENGTH = 1000;
const MARKER = /^(?:---|\.\.\.)/;

/** The lines of a text that have content: neither empty nor a comment. */
export class QuickLines {
  readonly text: string;
  /** Where the content of the current line begins. */
  at = 0;
  /** Where the current line ends. */
  end = 0;
  /** Column of the content; -1 behind the last line. */
  column = -1;
  /** The first colon at or behind some place before; what is looked for once is not looked for again. */
  #colon = -1;
  readonly #hasTabs: boolean;

  constructor(text: string) {
    this.text = text;
    this.#hasTabs = text.includes('\t');
  }

  get isAtEnd(): boolean {
    return this.column === -1;
  }

  /** Goes to the first line, over a `---` that stands before it. */
  start(): void {
    this.#find(0);
    if (this.column === 0 && this.text.startsWith('---', this.at) && this.#isBlankFrom(this.at + 3))
      this.#find(this.end + 1);
    this.#refuseMarker();
  }

  /** Goes to the line after the current one. */
  next(): void {
    this.goTo(this.end + 1);
  }

  /** Goes to the first line with content from here on; `from` begins a line. */
  goTo(from: number): void {
    this.#find(from);
    this.#refuseMarker();
  }

  /** Makes what stands behind the dash of an item the content of the line, as if nothing stood before it. */
  enter(at: number): void {
    this.column += at - this.at;
    this.at = at;
  }

  /** Goes on in the line of a place further down, in which something ends. */
  extend(to: number): void {
    if (to > this.end) this.end = this.lineEnd(to);
  }

  /** The part of the text from here on; it must have no tabs, which some places allow and others don't. */
  slice(from: number, to: number): string {
    const part = this.text.slice(from, to);
    if (this.#hasTabs && part.includes('\t')) throw NEEDS_WHOLE_PARSER;
    return part;
  }

  #find(from: number): void {
    const { text } = this;
    for (let start = from; start < text.length; ) {
      let at = start;
      while (text.charCodeAt(at) === 0x20) at++;
      const code = text.charCodeAt(at);
      if (code === 0x0a) start = at + 1;
      else if (code === 0x23) start = this.lineEnd(at) + 1;
      else if (at === text.length) break;
      else {
        this.at = at;
        this.end = this.lineEnd(at);
        this.column = at - start;
        if (this.#hasTabs) this.slice(at, this.end);
        return;
      }
    }
    this.at = text.length;
    this.end = text.length;
    this.column = -1;
  }

  /** Where the line of a place ends. */
  lineEnd(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end === -1 ? this.text.length : end;
  }

  #refuseMarker(): void {
    if (this.column === 0 && MARKER.test(this.text.slice(this.at, this.at + 3))) throw NEEDS_WHOLE_PARSER;
  }

  #isBlankFrom(at: number): boolean {
    return this.contentFrom(at) === -1;
  }

  /** Where content begins in the rest of the line; -1 when there is none. `from` stands behind an indicator. */
  contentFrom(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) === 0x20) at++;
    if (at >= this.end) return -1;
    return this.text.charCodeAt(at) === 0x23 && at > from ? -1 : at;
  }

  /** Whether the dash of an item stands here. */
  isItem(at: number): boolean {
    return this.text.charCodeAt(at) === 0x2d && (at + 1 === this.end || this.text.charCodeAt(at + 1) === 0x20);
  }

  /** The colon behind the key that begins here; -1 when no key does. */
  keyEnd(at: number): number {
    const { text } = this;
    const first = text.charCodeAt(at);
    const colon = first === 0x22 || first === 0x27 ? this.#quotedKeyEnd(at, text.charAt(at)) : this.#plainKeyEnd(at);
    if (colon - at > MAX_KEY_LENGTH) throw NEEDS_WHOLE_PARSER;
    return colon;
  }

  #quotedKeyEnd(at: number, quote: string): number {
    const { text, end } = this;
    const close = text.indexOf(quote, at + 1);
    if (close === -1 || close >= end) return -1;
    const follows = text.charAt(close + 1);
    if (follows !== ':') {
      // A second quote is part of the text, and blanks may stand before the colon: both are rare in keys.
      if (follows !== quote && text.charAt(this.contentFrom(close + 1)) === ':') throw NEEDS_WHOLE_PARSER;
      return -1;
    }
    if (!this.#endsKey(close + 1) || (quote === '"' && text.slice(at, close).includes('\\'))) throw NEEDS_WHOLE_PARSER;
    return close + 1;
  }

  #plainKeyEnd(at: number): number {
    const { text, end } = this;
    if (!startsPlain(text, at, end)) return -1;
    for (let colon = this.#colonFrom(at); colon < end; colon = this.#colonFrom(colon + 1)) {
      if (!this.#endsKey(colon)) continue;
      const key = text.slice(at, colon);
      if (key.includes(' #')) return -1;
      if (key.endsWith(' ')) throw NEEDS_WHOLE_PARSER;
      return colon;
    }
    return -1;
  }

  #endsKey(colon: number): boolean {
    return colon + 1 === this.end || this.text.charCodeAt(colon + 1) === 0x20;
  }

  #colonFrom(at: number): number {
    if (this.#colon >= at) return this.#colon;
    const found = this.text.indexOf(':', at);
    this.#colon = found === -1 ? Number.POSITIVE_INFINITY : found;
    return this.#colon;
  }
}
