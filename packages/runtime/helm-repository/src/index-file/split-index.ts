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

/**
 * Finds the parts of an index that is laid out in lines, as all tools write it. Only the text itself is needed then, not all
 * that it says at once: an index may be tens of megabytes.
 *
 * @returns `undefined` for an index that is laid out in another way, or whose parts depend on one another.
 */
export function splitIndex(text: Buffer): SplitIndex | undefined {
  const entries = findEntries(text);
  if (entries === undefined) return undefined;
  const charts: { readonly begin: number; end: number }[] = [];
  let indent: number | undefined;
  let at = entries.end;
  while (at < text.length) {
    const line = lineAt(text, at);
    if (!line.isBlank) {
      if (line.indent === 0 && text[at] !== DASH) break;
      indent ??= line.indent;
      if (line.indent < indent || indent === 0) return undefined;
      const isKey = line.indent === indent && text[at + indent] !== DASH;
      if (isKey) charts.push({ begin: at, end: at });
      if (charts.length === 0) return undefined;
    }
    at = line.end;
    const last = charts.at(-1);
    if (last !== undefined) last.end = at;
  }
  const head = text.toString('utf8', 0, entries.begin) + text.toString('utf8', at);
  return charts.length === 0 || TIED.test(head) ? undefined : { head, charts };
}

/** The text of a part; `undefined` when it depends on others. */
export function partText(text: Buffer, { begin, end }: ChartPart): string | undefined {
  const part = text.toString('utf8', begin, end);
  return TIED.test(part) ? undefined : part;
}

interface Line {
  readonly indent: number;
  /** Nothing, or a comment. */
  readonly isBlank: boolean;
  /** Where the next one begins. */
  readonly end: number;
}

function lineAt(text: Buffer, begin: number): Line {
  const newline = text.indexOf(NEWLINE, begin);
  const end = newline === -1 ? text.length : newline + 1;
  let at = begin;
  while (at < end && text[at] === SPACE) at++;
  const first = text[at];
  const isBlank = at >= end || first === NEWLINE || first === CARRIAGE_RETURN || first === HASH;
  return { indent: at - begin, isBlank, end };
}

/** The line that says `entries:` and nothing else. */
function findEntries(text: Buffer): { readonly begin: number; readonly end: number } | undefined {
  const begin = text.subarray(0, 8).toString('latin1') === 'entries:' ? 0 : text.indexOf('\nentries:') + 1;
  if (begin === 0 && text[0] !== 'e'.charCodeAt(0)) return undefined;
  const { end } = lineAt(text, begin);
  return text.toString('latin1', begin, end).trim() === 'entries:' ? { begin, end } : undefined;
}
