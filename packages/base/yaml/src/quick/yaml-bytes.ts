import { NEEDS_WHOLE_PARSER } from './quick-scalar.js';

/** What a byte means inside a line, to who looks for the end of a scalar: nothing. */
export const ORDINARY = 0;
/** It ends the line. */
export const LINE_BREAK = 1;
/** It may end a key. */
export const COLON = 2;
/** It may begin a comment. */
export const HASH = 3;
/** It is allowed in some places alone. */
export const TAB = 4;
/** It begins a character that YAML does not allow, or that breaks lines in another way than `\n`, or one that looks like these. */
export const SUSPECT = 5;

/** The meaning of every byte. */
export const MEANING = Uint8Array.from({ length: 0x100 }, (_, byte) => {
  if (byte === 0x0a) return LINE_BREAK;
  if (byte === 0x3a) return COLON;
  if (byte === 0x23) return HASH;
  if (byte === 0x09) return TAB;
  // The first bytes of U+0080 to U+00BF, of U+2000 to U+2FFF, and of U+F000 to U+FFFF.
  if (byte === 0xc2 || byte === 0xe2 || byte === 0xef) return SUSPECT;
  return byte < 0x20 || byte === 0x7f ? SUSPECT : ORDINARY;
});

const UNUSUAL = /[^\t\n -~]/;

const KEPT_BYTES = 2 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Used for one text after the other: fresh memory costs more than what is done with it. */
const kept = new Uint8Array(KEPT_BYTES);

/** A text as UTF-8, which is read much faster than the characters of a string. It is good until the next text is read. */
export class YamlBytes {
  /** A line break stands behind the text. */
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly #text: string;
  /** Whether there is nothing but what is allowed everywhere, and tabs. */
  readonly #isUsual: boolean;

  constructor(text: string) {
    let bytes = kept;
    let { read, written } = encoder.encodeInto(text, bytes);
    if (read < text.length || written === bytes.length) {
      // No unit of a string needs more than three bytes.
      bytes = new Uint8Array(text.length * 3 + 1);
      ({ read, written } = encoder.encodeInto(text, bytes));
    }
    bytes[written] = 0x0a;
    this.bytes = bytes;
    this.length = written;
    this.#text = text;
    this.#isUsual = !UNUSUAL.test(text);
  }

  /** The text between two places. */
  slice(from: number, to: number): string {
    const isAscii = this.length === this.#text.length;
    return isAscii ? this.#text.slice(from, to) : decoder.decode(this.bytes.subarray(from, to));
  }

  /** Where the first byte stands that is no blank. */
  blanksEnd(from: number): number {
    const { bytes } = this;
    let at = from;
    while (bytes[at] === 0x20) at++;
    return at;
  }

  /** Where this line ends, which holds nothing that is not allowed. */
  lineEnd(from: number, allowsTabs: boolean): number {
    const { bytes } = this;
    if (allowsTabs && this.#isUsual) return bytes.indexOf(0x0a, from);
    for (let at = from; ; at++) {
      const meaning = MEANING[bytes[at] as number];
      if (meaning === LINE_BREAK) return at;
      if (meaning === SUSPECT) this.clear(at);
      else if (meaning === TAB && !allowsTabs) throw NEEDS_WHOLE_PARSER;
    }
  }

  /** Whether the three dashes or points of a marker stand at the beginning of this line. */
  isMarker(start: number): boolean {
    const { bytes } = this;
    const first = bytes[start];
    return (first === 0x2d || first === 0x2e) && bytes[start + 1] === first && bytes[start + 2] === first;
  }

  /** Over the rest of a line that holds nothing but a comment, which a blank comes before. @returns where the next line begins */
  finishLine(from: number): number {
    const at = this.blanksEnd(from);
    const byte = this.bytes[at];
    if (byte === 0x0a) return at + 1;
    if (byte !== 0x23 || at === from) throw NEEDS_WHOLE_PARSER;
    return this.lineEnd(at, false) + 1;
  }

  /** Makes sure that the suspect that begins here is a character like any other. */
  clear(at: number): void {
    const { bytes } = this;
    const first = bytes[at] as number;
    const second = bytes[at + 1] as number;
    const third = bytes[at + 2] as number;
    const isUsual =
      (first === 0xc2 && second >= 0xa0) ||
      (first === 0xe2 && !(second === 0x80 && (third === 0xa8 || third === 0xa9))) ||
      // Halves of pairs have become U+FFFD.
      (first === 0xef && !(second === 0xbb && third === 0xbf) && !(second === 0xbf && third >= 0xbd));
    if (!isUsual) throw NEEDS_WHOLE_PARSER;
  }
}
