import { type ByteSource, findBytes, WINDOW_BYTES } from './byte-source.js';

/** An index in parts that can be read one after the other. */
export interface SplitIndex {
  /** All that does not stand under `entries`. */
  readonly head: string;
  /** A part of `entries` for each chart, to be read as YAML of its own. */
  readonly charts: readonly ChartPart[];
}

/** Where the versions of a chart stand in the text. */
export interface ChartPart {
  readonly begin: number;
  readonly end: number;
}

const NEWLINE = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const CARRIAGE_RETURN = 0x0d;
/** Anchors and aliases tie parts together. */
const TIED = /(?:: |- )[&*][^\s*&]/;
/** A line that is longer belongs to no index in the usual layout. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** What does not stand under `entries` is short. */
const MAX_HEAD_BYTES = 4 * 1024 * 1024;

/**
 * Finds the parts of an index that is laid out in lines, as all tools write it. Only the text itself is needed then, not all
 * that it says at once: an index may be tens of megabytes.
 *
 * @returns `undefined` for an index that is laid out in another way, or whose parts depend on one another.
 */
export function splitIndex(text: ByteSource): SplitIndex | undefined {
  const entries = findEntries(text);
  if (entries === undefined) return undefined;
  const charts: { readonly begin: number; end: number }[] = [];
  let indent: number | undefined;
  let at = entries.end;
  const line = new LineReader(text, entries.end);
  while (line.next()) {
    if (!line.isBlank) {
      if (line.indent === 0 && line.first !== DASH) break;
      indent ??= line.indent;
      if (line.indent < indent || indent === 0) return undefined;
      if (line.indent === indent && line.first !== DASH) charts.push({ begin: line.begin, end: line.begin });
      if (charts.length === 0) return undefined;
    }
    at = line.end;
    const last = charts.at(-1);
    if (last !== undefined) last.end = at;
  }
  if (line.isTooLong) return undefined;
  if (charts.length === 0 || entries.begin + (text.length - at) > MAX_HEAD_BYTES) return undefined;
  const head = text.slice(0, entries.begin).toString('utf8') + text.slice(at, text.length).toString('utf8');
  return TIED.test(head) ? undefined : { head, charts };
}

/** The text of a part; `undefined` when it depends on others. */
export function partText(text: ByteSource, { begin, end }: ChartPart): string | undefined {
  const part = text.slice(begin, end).toString('utf8');
  return TIED.test(part) ? undefined : part;
}

/** Reads line after line, window by window. An index has millions of lines: nothing is made for each. */
class LineReader {
  begin: number;
  end: number;
  indent = 0;
  /** The byte behind the blanks. */
  first: number | undefined;
  /** Nothing, or a comment. */
  isBlank = false;
  /** Whether it ended at a line that belongs to no index in the usual layout. */
  isTooLong = false;
  readonly #text: ByteSource;
  /** Whole lines, from `#offset` on. */
  #window: Buffer = Buffer.alloc(0);
  #offset: number;

  constructor(text: ByteSource, from: number) {
    this.#text = text;
    this.#offset = from;
    this.begin = from;
    this.end = from;
  }

  /** @returns whether there is another line. */
  next(): boolean {
    this.begin = this.end;
    if (this.begin >= this.#offset + this.#window.length && !this.#nextWindow()) return false;
    const window = this.#window;
    let at = this.begin - this.#offset;
    const newline = window.indexOf(NEWLINE, at);
    const end = newline === -1 ? window.length : newline + 1;
    const begin = at;
    while (at < end && window[at] === SPACE) at++;
    const first = window[at];
    this.end = this.#offset + end;
    this.indent = at - begin;
    this.first = first;
    this.isBlank = at >= end || first === NEWLINE || first === CARRIAGE_RETURN || first === HASH;
    return true;
  }

  #nextWindow(): boolean {
    const { length } = this.#text;
    this.#offset = this.begin;
    // A line that is longer than the window needs a larger one.
    for (let bytes = WINDOW_BYTES; this.#offset < length; bytes *= 2) {
      const window = this.#text.slice(this.#offset, Math.min(length, this.#offset + bytes));
      const isLast = this.#offset + window.length === length;
      const whole = isLast ? window.length : window.lastIndexOf(NEWLINE) + 1;
      if (whole > 0) {
        this.#window = window.subarray(0, whole);
        return true;
      }
      this.isTooLong = bytes > MAX_LINE_BYTES;
      if (this.isTooLong) return false;
    }
    return false;
  }
}

/** The line that says `entries:` and nothing else. */
function findEntries(text: ByteSource): { readonly begin: number; readonly end: number } | undefined {
  const isFirst = text.slice(0, 8).toString('latin1') === 'entries:';
  const found = isFirst ? 0 : findBytes(text, '\nentries:');
  if (found === -1) return undefined;
  const begin = isFirst ? 0 : found + 1;
  const line = text.slice(begin, begin + 256).toString('latin1');
  const [whole = ''] = /^entries:[^\n]*\n?/.exec(line) ?? [];
  return whole.trim() === 'entries:' ? { begin, end: begin + whole.length } : undefined;
}
