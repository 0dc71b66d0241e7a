import type { JsonValue } from '@gotk/json';
import { setField } from '../decode/set-field.js';
import { NEEDS_WHOLE_PARSER, quickKey, quickPlain } from './quick-scalar.js';

const MAX_DEPTH = 16;
const WORD = /[A-Za-z0-9_./$][\w./$@%+=*-]*(?: +[\w./$@%+=*][\w./$@%+=*-]*)*/y;
const QUOTED = /"([^"\\]*)"|'([^']*)'/y;

/** Reads a flow collection that begins a text and ends in the same line. @returns it, and where it ends. */
export function readQuickFlow(line: string, unique: boolean): { readonly value: JsonValue; readonly end: number } {
  if (line.startsWith('[]')) return { value: [], end: 2 };
  if (line.startsWith('{}')) return { value: {}, end: 2 };
  const reader = new QuickFlow(line, unique);
  return { value: reader.value(0), end: reader.at };
}

class QuickFlow {
  readonly #text: string;
  readonly #unique: boolean;
  at = 0;

  constructor(text: string, unique: boolean) {
    this.#text = text;
    this.#unique = unique;
  }

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw NEEDS_WHOLE_PARSER;
    const character = this.#text.charAt(this.at);
    if (character === '[') return this.#sequence(depth);
    if (character === '{') return this.#mapping(depth);
    return this.#quoted() ?? quickPlain(this.#word());
  }

  #sequence(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.#items(']', () => items.push(this.value(depth + 1)));
    return items;
  }

  #mapping(depth: number): JsonValue {
    const object: Record<string, JsonValue> = {};
    this.#items('}', () => {
      const quoted = this.#quoted();
      const key = quoted ?? quickKey(this.#word());
      // Behind a word a colon without a blank is a part of it.
      if (!this.#text.startsWith(quoted === undefined ? ': ' : ':', this.at)) throw NEEDS_WHOLE_PARSER;
      this.at++;
      this.#skipBlanks();
      if (this.#unique && Object.hasOwn(object, key)) throw NEEDS_WHOLE_PARSER;
      setField(object, key, this.value(depth + 1));
    });
    return object;
  }

  /** Reads items with commas between them up to the closing bracket. */
  #items(close: string, read: () => void): void {
    this.at++;
    this.#skipBlanks();
    if (this.#text.charAt(this.at) === close) {
      this.at++;
      return;
    }
    for (;;) {
      read();
      this.#skipBlanks();
      const character = this.#text.charAt(this.at);
      this.at++;
      if (character === close) return;
      if (character !== ',') throw NEEDS_WHOLE_PARSER;
      this.#skipBlanks();
    }
  }

  #quoted(): string | undefined {
    QUOTED.lastIndex = this.at;
    const match = QUOTED.exec(this.#text);
    if (match === null) return undefined;
    this.at += match[0].length;
    if (this.#text.charAt(this.at) === "'") throw NEEDS_WHOLE_PARSER;
    return match[1] ?? match[2];
  }

  #word(): string {
    WORD.lastIndex = this.at;
    const match = WORD.exec(this.#text)?.[0];
    if (match === undefined) throw NEEDS_WHOLE_PARSER;
    this.at += match.length;
    return match;
  }

  #skipBlanks(): void {
    while (this.#text.charCodeAt(this.at) === 0x20) this.at++;
  }
}
