import { NEEDS_WHOLE_PARSER, quickKey } from './quick-scalar.js';
import { ScalarSkimmer } from './skim-scalars.js';
import { COLON, HASH, LINE_BREAK, MEANING, ORDINARY, SUSPECT, YamlBytes } from './yaml-bytes.js';

const MAX_DEPTH = 60;
/** Longer keys are for the whole parser, which knows what go-yaml says to them. */
const MAX_KEY_LENGTH = 1000;

const SEQUENCE = 1;
const MAPPING = 2;

/** Longer words mean nothing to YAML; numbers may. */
const LONGEST_WORD = 5;
const LAST_DIGIT = 0x39;
/** How the words begin that mean something to YAML: one letter alone, or the first two of more. */
const WORD_STARTS = new Set(['tr', 'fa', 'ye', 'no', 'nu', 'on', 'of'].map((start) => pairOf(start)));

function pairOf(start: string): number {
  return start.charCodeAt(0) * 0x100 + start.charCodeAt(1);
}

/**
 * Makes sure that a text is a mapping in the YAML that `parseQuickly` takes, and gives the text of its wanted fields; the others
 * are left with their keys alone. Nothing else is made on the way: it takes little more than a look at every byte.
 *
 * @returns `undefined` where the text has anything unusual, or an error.
 */
export function skimFields(text: string, wanted: ReadonlySet<string>): string | undefined {
  try {
    return new FieldSkimmer(new YamlBytes(text), wanted).skim();
  } catch (error) {
    if (error === NEEDS_WHOLE_PARSER) return undefined;
    throw error;
  }
}

/** Goes over blocks by the columns of their lines. */
class FieldSkimmer {
  readonly #yaml: YamlBytes;
  readonly #bytes: Uint8Array;
  readonly #wanted: ReadonlySet<string>;
  readonly #scalars: ScalarSkimmer;
  /** Where the content at hand begins. */
  #at = 0;
  /** Its column. */
  #column = 0;
  /** Columns and kinds of the blocks that are open, from the outermost; none stands before them. */
  readonly #columns: number[] = [-1];
  readonly #kinds: number[] = [0];
  /** Place of the innermost block in these lists. */
  #depth = 0;
  /** Whether the last key or dash has no value yet. */
  #awaits = true;
  #fields = '';
  /** Where the text of the field at hand begins that is kept; -1 when it is not. */
  #keptFrom = -1;

  constructor(yaml: YamlBytes, wanted: ReadonlySet<string>) {
    this.#yaml = yaml;
    this.#bytes = yaml.bytes;
    this.#wanted = wanted;
    this.#scalars = new ScalarSkimmer(yaml);
  }

  skim(): string {
    for (let start = this.#find(0); start !== -1; start = this.#find(start)) start = this.#content();
    this.#finishField(this.#yaml.length);
    if (this.#kinds[1] !== MAPPING) throw NEEDS_WHOLE_PARSER;
    return this.#fields;
  }

  /** Goes to the first content from the beginning of this line on, neither empty nor a comment. @returns -1 when there is none */
  #find(from: number): number {
    const bytes = this.#bytes;
    const { length } = this.#yaml;
    for (let start = from; start < length; ) {
      let at = start;
      while (bytes[at] === 0x20) at++;
      const byte = bytes[at];
      if (byte === 0x0a) start = at + 1;
      else if (byte === 0x23) start = this.#yaml.lineEnd(at, true) + 1;
      else {
        this.#at = at;
        this.#column = at - start;
        if (at === start && this.#yaml.isMarker(at)) throw NEEDS_WHOLE_PARSER;
        return at;
      }
    }
    return -1;
  }

  /** Over items and an entry or a scalar. @returns where the line behind them begins */
  #content(): number {
    const bytes = this.#bytes;
    while (bytes[this.#at] === 0x2d && this.#isSpace(this.#at + 1)) {
      this.#enter(SEQUENCE);
      this.#awaits = true;
      const at = this.#yaml.blanksEnd(this.#at + 1);
      if (this.#isEmptyFrom(at)) return this.#yaml.finishLine(this.#at + 1);
      this.#column += at - this.#at;
      this.#at = at;
    }
    const colon = this.#keyEnd();
    return colon === -1 ? this.#scalar() : this.#entry(colon);
  }

  #isSpace(at: number): boolean {
    const byte = this.#bytes[at];
    return byte === 0x20 || byte === 0x0a;
  }

  #isEmptyFrom(at: number): boolean {
    const byte = this.#bytes[at];
    return byte === 0x0a || byte === 0x23;
  }

  #scalar(): number {
    const outer = this.#columns[this.#depth] as number;
    if (!this.#awaits || this.#depth === 0 || this.#column <= outer) throw NEEDS_WHOLE_PARSER;
    this.#awaits = false;
    return this.#scalars.skip(this.#at, outer);
  }

  #entry(colon: number): number {
    this.#enter(MAPPING);
    if (this.#depth === 1) this.#startField(colon);
    const at = this.#yaml.blanksEnd(colon + 1);
    this.#awaits = this.#isEmptyFrom(at);
    return this.#awaits ? this.#yaml.finishLine(colon + 1) : this.#scalars.skip(at, this.#column);
  }

  /** Makes the block that the content at hand belongs to the innermost: those that end before it are closed. */
  #enter(kind: number): void {
    const column = this.#column;
    while ((this.#columns[this.#depth] as number) > column) this.#close();
    if (this.#columns[this.#depth] === column) {
      if (this.#kinds[this.#depth] === kind) return;
      if (kind === MAPPING) return this.#returnToMapping();
    }
    // The dashes of a sequence may stand below its key; all else that is deeper must be waited for.
    if (!this.#awaits || this.#depth === MAX_DEPTH) throw NEEDS_WHOLE_PARSER;
    this.#depth++;
    this.#columns[this.#depth] = column;
    this.#kinds[this.#depth] = kind;
  }

  #close(): void {
    this.#depth--;
    this.#awaits = false;
  }

  /** From a sequence whose dashes stand below its key. */
  #returnToMapping(): void {
    this.#close();
    if (this.#columns[this.#depth] !== this.#column || this.#kinds[this.#depth] !== MAPPING) throw NEEDS_WHOLE_PARSER;
  }

  #startField(colon: number): void {
    const from = this.#at;
    if (this.#column !== 0) throw NEEDS_WHOLE_PARSER;
    this.#finishField(from);
    const written = this.#yaml.slice(from, colon);
    const key = isQuote(this.#bytes[from] as number) ? written.slice(1, -1) : written;
    if (this.#wanted.has(key)) this.#keptFrom = from;
    else this.#fields += `${written}:\n`;
  }

  #finishField(end: number): void {
    if (this.#keptFrom !== -1) this.#fields += this.#yaml.slice(this.#keptFrom, end);
    this.#keptFrom = -1;
  }

  /** The colon behind the key that begins here; -1 when no key does. */
  #keyEnd(): number {
    const from = this.#at;
    const first = this.#bytes[from] as number;
    const colon = isQuote(first) ? this.#quotedKeyEnd(first) : this.#plainKeyEnd(from);
    if (colon - from > MAX_KEY_LENGTH) throw NEEDS_WHOLE_PARSER;
    return colon;
  }

  /** Whatever is no simple key is looked at by who reads it as a value, and has no business with a colon behind it. */
  #quotedKeyEnd(quote: number): number {
    const bytes = this.#bytes;
    let at = this.#at + 1;
    for (; bytes[at] !== quote; at++) {
      if (bytes[at] === 0x0a || bytes[at] === 0x5c) return -1;
      if (MEANING[bytes[at] as number] === SUSPECT) this.#yaml.clear(at);
    }
    return bytes[at + 1] === 0x3a && this.#isSpace(at + 2) ? at + 1 : -1;
  }

  #plainKeyEnd(from: number): number {
    const bytes = this.#bytes;
    if (!this.#scalars.startsPlain(from)) return -1;
    for (let at = from; ; at++) {
      const meaning = MEANING[bytes[at] as number];
      if (meaning === ORDINARY) continue;
      if (meaning === LINE_BREAK) return -1;
      if (meaning === COLON) {
        if (this.#isSpace(at + 1)) return this.#textKey(from, at);
      } else if (meaning === HASH) {
        if (bytes[at - 1] === 0x20) return -1;
      } else if (meaning === SUSPECT) this.#yaml.clear(at);
      else throw NEEDS_WHOLE_PARSER;
    }
  }

  /** Makes sure that the key is a text, also where it means something else to YAML. */
  #textKey(from: number, colon: number): number {
    const first = this.#bytes[from] as number;
    if (this.#bytes[colon - 1] === 0x20) throw NEEDS_WHOLE_PARSER;
    if (first <= LAST_DIGIT || (colon - from <= LONGEST_WORD && this.#startsWord(from, colon)))
      quickKey(this.#yaml.slice(from, colon));
    return colon;
  }

  #startsWord(from: number, colon: number): boolean {
    if (colon - from === 1) return true;
    const first = this.#bytes[from] as number;
    const second = this.#bytes[from + 1] as number;
    return WORD_STARTS.has((first | 0x20) * 0x100 + (second | 0x20));
  }
}

function isQuote(byte: number): boolean {
  return byte === 0x22 || byte === 0x27;
}
