import { LocatedError } from '@gotk/located-error';
import type { JsonValue } from '../json-value.js';
import { goQuote } from './go-quote.js';

/** One value within a JSON text: where it stands and what it holds, its exact spelling kept. */
export interface JsonText {
  readonly source: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** Of an object, in source order; of two members with one key both are here. */
  readonly members: readonly JsonTextMember[];
  /** Of an array. */
  readonly items: readonly JsonText[];
}

/** A member of an object. */
export interface JsonTextMember {
  readonly key: string;
  readonly value: JsonText;
}

/** Go's decoder refuses deeper nesting. */
const MAX_DEPTH = 10_000;

/**
 * Reads a JSON text into its parts.
 * @throws LocatedError `json-syntax` with the message of Go's encoding/json.
 */
export function parseJsonText(source: string): JsonText {
  return new JsonTextReader(source).read();
}

/**
 * `source` as a value, like JSON.parse but with Go's error messages and depth limit.
 * @throws LocatedError `json-syntax`.
 */
export function parseGoJson(source: string): JsonValue {
  if (mayBeTooDeep(source)) parseJsonText(source);
  try {
    return JSON.parse(source) as JsonValue;
  } catch {
    parseJsonText(source);
    throw syntaxError('unexpected end of JSON input');
  }
}

/** Counts brackets without regard to strings, so that only suspicious texts are read twice. */
function mayBeTooDeep(source: string): boolean {
  if (source.length <= MAX_DEPTH) return false;
  let depth = 0;
  for (let index = 0; index < source.length; index++) {
    const character = source.charCodeAt(index) | 0x20;
    if (character === OPEN) {
      if (++depth > MAX_DEPTH) return true;
    } else if (character === CLOSE && depth > 0) depth--;
  }
  return false;
}

/** The text of `node` without spaces between its tokens and, as Go's marshaller leaves raw text, with HTML characters escaped. */
export function compactJsonText(node: JsonText, escapeHtml = true): string {
  const compact = removeSpaces(node.source.slice(node.start, node.end));
  return escapeHtml ? compact.replace(/[<>&\u2028\u2029]/g, unicodeEscape) : compact;
}

function removeSpaces(text: string): string {
  let compact = '';
  let copied = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) index = endOfString(text, index);
    else if (isSpace(character)) {
      compact += text.slice(copied, index);
      copied = index + 1;
    }
  }
  return copied === 0 ? text : compact + text.slice(copied);
}

function endOfString(text: string, quote: number): number {
  let index = quote + 1;
  while (text.charCodeAt(index) !== QUOTE) index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `{`, and `[` with the bit set that tells them apart. */
const OPEN = 0x7b;
/** `}`, and `]` with that bit set. */
const CLOSE = 0x7d;

function isSpace(character: number): boolean {
  return character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09;
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

/** An object or array whose end has not been read yet. */
interface Open {
  readonly start: number;
  readonly kind: 'object' | 'array';
  readonly members: JsonTextMember[];
  readonly items: JsonText[];
  key: string;
}

const NOTHING: readonly never[] = [];

/** Reads without recursion, so that deep nesting meets the depth limit and not the end of the stack. */
class JsonTextReader {
  readonly #source: string;
  #at = 0;
  readonly #open: Open[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  read(): JsonText {
    for (;;) {
      const finished = this.#begin() ?? this.#emptyContainer();
      if (finished === undefined) continue;
      const root = this.#finish(finished);
      if (root === undefined) continue;
      this.#skipSpaces();
      if (this.#at < this.#source.length) throw this.#unexpected('after top-level value');
      return root;
    }
  }

  /** Reads a scalar, or opens a container and returns nothing. */
  #begin(): JsonText | undefined {
    this.#skipSpaces();
    const start = this.#at;
    switch (this.#source[start]) {
      case '{':
        return this.#openContainer('object');
      case '[':
        return this.#openContainer('array');
      case '"':
        this.#skipString();
        return this.#node(start, 'string');
      case 't':
        this.#skipWord('true');
        return this.#node(start, 'boolean');
      case 'f':
        this.#skipWord('false');
        return this.#node(start, 'boolean');
      case 'n':
        this.#skipWord('null');
        return this.#node(start, 'null');
      default:
        this.#skipNumber();
        return this.#node(start, 'number');
    }
  }

  #openContainer(kind: 'object' | 'array'): undefined {
    this.#open.push({ start: this.#at++, kind, members: [], items: [], key: '' });
    if (this.#open.length > MAX_DEPTH)
      throw syntaxError(`invalid character '${kind === 'object' ? '{' : '['}' exceeded max depth`);
  }

  /** The container just opened when it ends at once; else its first key is read. */
  #emptyContainer(): JsonText | undefined {
    const open = this.#open.at(-1);
    if (open === undefined) return undefined;
    this.#skipSpaces();
    if (this.#source[this.#at] === (open.kind === 'object' ? '}' : ']')) return this.#close(open);
    if (open.kind === 'object') this.#readKey(open);
    return undefined;
  }

  /** Puts a finished value into its container, closing all containers that end here. @returns the whole when there is no container left. */
  #finish(value: JsonText): JsonText | undefined {
    let finished = value;
    for (;;) {
      const open = this.#open.at(-1);
      if (open === undefined) return finished;
      if (open.kind === 'object') open.members.push({ key: open.key, value: finished });
      else open.items.push(finished);
      this.#skipSpaces();
      const next = this.#source[this.#at];
      if (next === ',') {
        this.#at++;
        if (open.kind === 'object') this.#readKey(open);
        return undefined;
      }
      if (next !== (open.kind === 'object' ? '}' : ']')) {
        throw this.#unexpected(open.kind === 'object' ? 'after object key:value pair' : 'after array element');
      }
      finished = this.#close(open);
    }
  }

  #close(open: Open): JsonText {
    this.#open.pop();
    this.#at++;
    const { start, kind, members, items } = open;
    return { source: this.#source, start, end: this.#at, kind, members, items };
  }

  #readKey(open: Open): void {
    this.#skipSpaces();
    const start = this.#at;
    if (this.#source[start] !== '"') throw this.#unexpected('looking for beginning of object key string');
    this.#skipString();
    open.key = JSON.parse(this.#source.slice(start, this.#at)) as string;
    this.#skipSpaces();
    if (this.#source[this.#at] !== ':') throw this.#unexpected('after object key');
    this.#at++;
  }

  #node(start: number, kind: 'string' | 'number' | 'boolean' | 'null'): JsonText {
    return { source: this.#source, start, end: this.#at, kind, members: NOTHING, items: NOTHING };
  }

  #skipSpaces(): void {
    while (isSpace(this.#source.charCodeAt(this.#at))) this.#at++;
  }

  #skipString(): void {
    for (this.#at++; ; this.#at++) {
      const character = this.#source.charCodeAt(this.#at);
      if (character === QUOTE) break;
      if (character === BACKSLASH) this.#skipEscape();
      else if (!(character >= 0x20)) throw this.#unexpected('in string literal');
    }
    this.#at++;
  }

  #skipEscape(): void {
    this.#at++;
    const escaped = this.#source[this.#at] ?? '';
    if (escaped !== 'u') {
      if (escaped === '' || !'bfnrt\\/"'.includes(escaped)) throw this.#unexpected('in string escape code');
      return;
    }
    for (let digit = 0; digit < 4; digit++) {
      this.#at++;
      if (!/^[0-9A-Fa-f]$/.test(this.#source[this.#at] ?? ''))
        throw this.#unexpected('in \\u hexadecimal character escape');
    }
  }

  #skipWord(word: string): void {
    this.#at++;
    for (const expected of word.slice(1)) {
      if (this.#source[this.#at] !== expected) throw this.#unexpected(`in literal ${word} (expecting '${expected}')`);
      this.#at++;
    }
  }

  #skipNumber(): void {
    const negative = this.#source[this.#at] === '-';
    if (negative) this.#at++;
    if (this.#source[this.#at] === '0') this.#at++;
    else this.#skipDigits(negative ? 'in numeric literal' : 'looking for beginning of value');
    if (this.#source[this.#at] === '.') {
      this.#at++;
      this.#skipDigits('after decimal point in numeric literal');
    }
    if (/^[eE]$/.test(this.#source[this.#at] ?? '')) {
      this.#at++;
      if (/^[+-]$/.test(this.#source[this.#at] ?? '')) this.#at++;
      this.#skipDigits('in exponent of numeric literal');
    }
  }

  #skipDigits(context: string): void {
    const start = this.#at;
    while (isDigit(this.#source.charCodeAt(this.#at))) this.#at++;
    if (this.#at === start) throw this.#unexpected(context);
  }

  #unexpected(context: string): LocatedError {
    const found = this.#source.codePointAt(this.#at);
    if (found === undefined) return syntaxError('unexpected end of JSON input');
    return syntaxError(`invalid character ${quoteFirstByte(found)} ${context}`);
  }
}

/** Go looks at bytes and prints the first one of a character as if it were a character itself. */
function quoteFirstByte(codePoint: number): string {
  const byte =
    codePoint < 0x80
      ? codePoint
      : codePoint < 0x800
        ? 0xc0 | (codePoint >> 6)
        : codePoint < 0x10000
          ? 0xe0 | (codePoint >> 12)
          : 0xf0 | (codePoint >> 18);
  if (byte === 0x27) return "'\\''";
  if (byte === QUOTE) return "'\"'";
  return `'${goQuote(String.fromCodePoint(byte)).slice(1, -1)}'`;
}

function syntaxError(message: string): LocatedError {
  return new LocatedError({ code: 'json-syntax', message });
}
