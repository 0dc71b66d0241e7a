import { readQuickFlow } from './quick-flow.js';
import { NEEDS_WHOLE_PARSER, PLAIN_STARTS, quickPlain } from './quick-scalar.js';
import { COLON, HASH, LINE_BREAK, MEANING, ORDINARY, SUSPECT, TAB, type YamlBytes } from './yaml-bytes.js';

/** Longer ones may not fit into a double. */
const MAX_PLAIN_DIGITS = 15;
const ESCAPED = new Set([...'"\\nt'].map((character) => character.charCodeAt(0)));

/**
 * Goes over scalars and flow collections of one line without keeping them. It takes only what `QuickScalars` takes.
 * If not said otherwise, what begins at a place gives the place behind: the beginning of a line.
 */
export class ScalarSkimmer {
  readonly #yaml: YamlBytes;
  readonly #bytes: Uint8Array;

  constructor(yaml: YamlBytes) {
    this.#yaml = yaml;
    this.#bytes = yaml.bytes;
  }

  /** Over the value that begins here; `column` is that of the block around it. */
  skip(at: number, column: number): number {
    switch (this.#bytes[at]) {
      case 0x22:
        return this.#yaml.finishLine(this.#doubleQuoted(at));
      case 0x27:
        return this.#yaml.finishLine(this.#singleQuoted(at));
      case 0x7c:
      case 0x3e:
        return this.#block(at + 1, column);
      case 0x5b:
      case 0x7b:
        return this.#flow(at);
      default:
        return this.#plain(at, column);
    }
  }

  /** Whether an unquoted scalar begins here. */
  startsPlain(at: number): boolean {
    const byte = this.#bytes[at] as number;
    if (byte !== 0x2d && byte !== 0x3a) return PLAIN_STARTS[byte] === 1;
    const next = this.#bytes[at + 1];
    return next !== 0x20 && next !== 0x0a;
  }

  #plain(from: number, column: number): number {
    if (!this.startsPlain(from)) throw NEEDS_WHOLE_PARSER;
    let end = this.#plainLine(from);
    if (isNumeric(this.#bytes[from] as number)) this.#requireJsonNumber(from, end);
    // A comment is the end of the scalar.
    while (this.#bytes[end] === 0x0a) {
      const next = this.#continuation(end + 1, column);
      if (next === -1) return end + 1;
      end = this.#plainLine(next);
    }
    return this.#yaml.lineEnd(end, false) + 1;
  }

  /** Where a line of an unquoted scalar ends: at its break or at a comment. */
  #plainLine(from: number): number {
    const bytes = this.#bytes;
    for (let at = from; ; at++) {
      const meaning = MEANING[bytes[at] as number];
      if (meaning === ORDINARY) continue;
      if (meaning === LINE_BREAK) return at;
      if (meaning === COLON) {
        const next = bytes[at + 1];
        if (next === 0x20 || next === 0x0a) throw NEEDS_WHOLE_PARSER;
      } else if (meaning === HASH) {
        if (bytes[at - 1] === 0x20) return at;
      } else if (meaning === SUSPECT) this.#yaml.clear(at);
      else throw NEEDS_WHOLE_PARSER;
    }
  }

  /** Where an unquoted scalar goes on, in the line that begins here or behind empty ones; -1 when it does not. */
  #continuation(from: number, column: number): number {
    const { length } = this.#yaml;
    for (let start = from; start < length; ) {
      const at = this.#yaml.blanksEnd(start);
      const byte = this.#bytes[at];
      if (byte !== 0x0a) return byte === 0x23 || at - start <= column ? -1 : at;
      start = at + 1;
    }
    return -1;
  }

  /** @returns the place behind the quote at the end */
  #doubleQuoted(open: number): number {
    const bytes = this.#bytes;
    for (let at = open + 1; ; at++) {
      const byte = bytes[at] as number;
      if (byte === 0x22) return at + 1;
      if (byte === 0x5c) at = this.#escape(at + 1);
      else if (MEANING[byte] !== ORDINARY) this.#requireQuotable(at);
    }
  }

  /** @returns the place of the last byte that belongs to the escape */
  #escape(at: number): number {
    const byte = this.#bytes[at] as number;
    if (byte !== 0x0a && byte !== 0x20) {
      if (!ESCAPED.has(byte)) throw NEEDS_WHOLE_PARSER;
      return at;
    }
    // What becomes of blanks and empty lines beside a break that is swallowed is for the whole parser.
    const next = this.#bytes[this.#yaml.blanksEnd(at + 1)];
    if (next === 0x0a || (byte === 0x0a && next === 0x22)) throw NEEDS_WHOLE_PARSER;
    // The line break is looked at like any other.
    return byte === 0x0a ? at - 1 : at;
  }

  /** @returns the place behind the quote at the end */
  #singleQuoted(open: number): number {
    const bytes = this.#bytes;
    for (let at = open + 1; ; at++) {
      const byte = bytes[at] as number;
      if (byte === 0x27) {
        if (bytes[at + 1] !== 0x27) return at + 1;
        at++;
      } else if (MEANING[byte] !== ORDINARY) this.#requireQuotable(at);
    }
  }

  #requireQuotable(at: number): void {
    const meaning = MEANING[this.#bytes[at] as number];
    const isEnd = meaning === LINE_BREAK && (at >= this.#yaml.length || this.#yaml.isMarker(at + 1));
    if (isEnd || meaning === TAB) throw NEEDS_WHOLE_PARSER;
    if (meaning === SUSPECT) this.#yaml.clear(at);
  }

  #flow(at: number): number {
    const line = this.#yaml.slice(at, this.#yaml.lineEnd(at, false));
    const { end } = readQuickFlow(line, false);
    // What follows is short, so that the difference between characters and bytes can be left to the whole parser.
    const rest = line.slice(end);
    if (rest.trim() !== '' && !rest.startsWith(' ')) throw NEEDS_WHOLE_PARSER;
    if (rest.trim() !== '' && !rest.trimStart().startsWith('#')) throw NEEDS_WHOLE_PARSER;
    return this.#yaml.lineEnd(at, false) + 1;
  }

  /** Over a literal or folded text, from behind its indicator. */
  #block(header: number, column: number): number {
    const sign = this.#bytes[header];
    const from = this.#yaml.finishLine(sign === 0x2b || sign === 0x2d ? header + 1 : header);
    const indent = this.#blockIndent(from, column);
    const { length } = this.#yaml;
    let start = from;
    while (start < length) {
      const at = this.#yaml.blanksEnd(start);
      if (this.#bytes[at] !== 0x0a && at - start < indent) {
        this.#refuseTab(at);
        return start;
      }
      start = this.#yaml.lineEnd(at, true) + 1;
    }
    return start;
  }

  /** The column of the content: that of the first line that is not empty, if none before it is longer. */
  #blockIndent(from: number, column: number): number {
    const { length } = this.#yaml;
    let deepest = column + 1;
    for (let start = from; start < length; ) {
      const at = this.#yaml.blanksEnd(start);
      deepest = Math.max(deepest, at - start);
      this.#refuseTab(at);
      if (this.#bytes[at] !== 0x0a) break;
      start = at + 1;
    }
    return deepest;
  }

  #refuseTab(at: number): void {
    if (this.#bytes[at] === 0x09) throw NEEDS_WHOLE_PARSER;
  }

  /** Leaves numbers that JSON cannot hold to the whole parser. */
  #requireJsonNumber(from: number, end: number): void {
    const bytes = this.#bytes;
    let at = from;
    while (isDigit(bytes[at] as number)) at++;
    if (at === end && end - from <= MAX_PLAIN_DIGITS) return;
    quickPlain(this.#yaml.slice(from, end).trimEnd());
  }
}

function isNumeric(byte: number): boolean {
  return isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
