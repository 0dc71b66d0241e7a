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
  for (const line of linesOf(text, entries.end)) {
    if (line === 'too long') return undefined;
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
  if (charts.length === 0 || entries.begin + (text.length - at) > MAX_HEAD_BYTES) return undefined;
  const head = text.slice(0, entries.begin).toString('utf8') + text.slice(at, text.length).toString('utf8');
  return TIED.test(head) ? undefined : { head, charts };
}

/** The text of a part; `undefined` when it depends on others. */
export function partText(text: ByteSource, { begin, end }: ChartPart): string | undefined {
  const part = text.slice(begin, end).toString('utf8');
  return TIED.test(part) ? undefined : part;
}

interface Line {
  readonly begin: number;
  readonly indent: number;
  /** The byte behind the blanks. */
  readonly first: number | undefined;
  /** Nothing, or a comment. */
  readonly isBlank: boolean;
  /** Where the next one begins. */
  readonly end: number;
}

/** The lines from an offset on, window by window. */
function* linesOf(text: ByteSource, from: number): Generator<Line | 'too long'> {
  let offset = from;
  let windowBytes = WINDOW_BYTES;
  while (offset < text.length) {
    const window = text.slice(offset, Math.min(text.length, offset + windowBytes));
    const isLast = offset + window.length === text.length;
    const whole = isLast ? window.length : window.lastIndexOf(NEWLINE) + 1;
    if (whole === 0 && windowBytes > MAX_LINE_BYTES) return yield 'too long';
    // A line that is longer than the window needs a larger one.
    windowBytes = whole === 0 ? windowBytes * 2 : WINDOW_BYTES;
    for (let at = 0; at < whole; ) {
      const line = lineAt(window, at);
      yield { ...line, begin: offset + at, end: offset + line.end };
      at = line.end;
    }
    offset += whole;
  }
}

function lineAt(text: Buffer, begin: number): Omit<Line, 'begin'> {
  const newline = text.indexOf(NEWLINE, begin);
  const end = newline === -1 ? text.length : newline + 1;
  let at = begin;
  while (at < end && text[at] === SPACE) at++;
  const first = text[at];
  const isBlank = at >= end || first === NEWLINE || first === CARRIAGE_RETURN || first === HASH;
  return { indent: at - begin, first, isBlank, end };
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
