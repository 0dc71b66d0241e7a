import type { JsonValue } from '@gotk/json';
import { setField } from '../decode/set-field.js';
import { QuickLines } from './quick-lines.js';
import { NEEDS_WHOLE_PARSER, quickKey } from './quick-scalar.js';
import { QuickScalars } from './quick-scalars.js';

const MAX_DEPTH = 64;

const NOT_PLAIN_ASCII = /[^\n\x20-\x7e]/;
/** As the next one, but with every surrogate, and much faster. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const MAYBE_UNUSUAL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;
/** Characters that YAML does not allow, or that break lines in other ways than `\n`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSUAL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u;

/**
 * Reads the YAML that programs and most people write: block mappings and sequences, scalars, literal and folded
 * texts, flow collections of one line. It gives what the whole parser gives in the dialect `sigs`, in a fraction of the time.
 *
 * @param unique whether a mapping with a key that comes twice is left to the whole parser.
 * @returns `undefined` where the text has anything else, or an error: the whole parser must read it then.
 */
export function parseQuickly(
  text: string,
  { unique = false }: { readonly unique?: boolean } = {},
): JsonValue | undefined {
  if (NOT_PLAIN_ASCII.test(text) && MAYBE_UNUSUAL.test(text) && UNUSUAL.test(text)) return undefined;
  try {
    return new QuickParser(text, unique).parse();
  } catch (error) {
    if (error === NEEDS_WHOLE_PARSER) return undefined;
    throw error;
  }
}

/** Reads blocks by the columns of their lines. */
class QuickParser {
  readonly #lines: QuickLines;
  readonly #scalars: QuickScalars;
  readonly #unique: boolean;

  constructor(text: string, unique: boolean) {
    this.#lines = new QuickLines(text);
    this.#scalars = new QuickScalars(this.#lines, unique);
    this.#unique = unique;
  }

  parse(): JsonValue {
    const lines = this.#lines;
    lines.start();
    if (lines.isAtEnd) throw NEEDS_WHOLE_PARSER;
    const value = this.#block(-1, 0);
    if (!lines.isAtEnd) throw NEEDS_WHOLE_PARSER;
    return value;
  }

  /** What begins on the current line; `outer` is the column of the block around it. */
  #block(outer: number, depth: number): JsonValue {
    const lines = this.#lines;
    if (depth > MAX_DEPTH) throw NEEDS_WHOLE_PARSER;
    if (lines.isItem(lines.at)) return this.#sequence(lines.column, depth);
    if (lines.keyEnd(lines.at) !== -1) return this.#mapping(lines.column, depth);
    if (depth === 0) throw NEEDS_WHOLE_PARSER;
    return this.#scalars.read(lines.at, outer);
  }

  #mapping(column: number, depth: number): JsonValue {
    const lines = this.#lines;
    const object: Record<string, JsonValue> = {};
    do {
      const colon = lines.keyEnd(lines.at);
      if (colon === -1) throw NEEDS_WHOLE_PARSER;
      const key = this.#key(lines.at, colon);
      const value = this.#valueOfKey(colon + 1, column, depth);
      if (this.#unique && Object.hasOwn(object, key)) throw NEEDS_WHOLE_PARSER;
      setField(object, key, value);
    } while (lines.column === column);
    if (lines.column > column) throw NEEDS_WHOLE_PARSER;
    return object;
  }

  #key(from: number, colon: number): string {
    const { text } = this.#lines;
    const first = text.charCodeAt(from);
    if (first === 0x22 || first === 0x27) return text.slice(from + 1, colon - 1);
    return quickKey(text.slice(from, colon));
  }

  #valueOfKey(from: number, column: number, depth: number): JsonValue {
    const lines = this.#lines;
    const at = lines.contentFrom(from);
    if (at !== -1) return this.#scalars.read(at, column);
    lines.next();
    if (lines.column > column) return this.#block(column, depth + 1);
    // The dashes of a sequence may stand below the key.
    if (lines.column === column && lines.isItem(lines.at)) return this.#sequence(column, depth + 1);
    return null;
  }

  #sequence(column: number, depth: number): JsonValue {
    const lines = this.#lines;
    const items: JsonValue[] = [];
    do {
      items.push(this.#item(column, depth));
    } while (lines.column === column && lines.isItem(lines.at));
    if (lines.column > column) throw NEEDS_WHOLE_PARSER;
    return items;
  }

  #item(column: number, depth: number): JsonValue {
    const lines = this.#lines;
    const at = lines.contentFrom(lines.at + 1);
    if (at === -1) {
      lines.next();
      return lines.column > column ? this.#block(column, depth + 1) : null;
    }
    lines.enter(at);
    return this.#block(column, depth + 1);
  }
}
