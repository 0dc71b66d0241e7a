import {
  decodeJson,
  GoMap,
  type GoValue,
  goInt64,
  parseGoInt,
  quoteRune,
  quoteText,
  typeName,
} from '@gotk/go-template';
import { helmError } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';

const MAX_INDEX = 65_536;
/** Helm has no such limit. */
const MAX_NESTED_LISTS = 500;
const MAX_NESTED_NAMES = 30;

/** How the part behind the equals sign is read. */
export type SetGrammar = ValueGrammar & {
  /** Helm 3 refuses an index that the text ends in. @default '4.2' */
  readonly helmVersion?: HelmVersion | undefined;
};

type ValueGrammar =
  /** `--set`: numbers, booleans and null are recognized. */
  | { readonly kind: 'typed' }
  /** `--set-string`. */
  | { readonly kind: 'text' }
  /** `--set-file`: the value names a file. */
  | { readonly kind: 'file'; readonly readFile: (path: string) => string }
  /** `--set-json`. */
  | { readonly kind: 'json' }
  /** `--set-literal`: everything up to the end, as it stands. */
  | { readonly kind: 'literal' };

/** The text is used up; only between key-value pairs is that no error. */
class EndOfText extends Error {}

/** Reads `a.b[0]=x,c={1,2}` into a table. @throws LocatedError `set-syntax` with Helm's text */
export function parseSet(text: string, target: GoMap, grammar: SetGrammar): void {
  const parser = new SetParser(text, grammar);
  try {
    for (;;) parser.readPair(target, 0);
  } catch (error) {
    if (!(error instanceof EndOfText)) throw error;
  }
}

function setError(message: string): Error {
  return helmError('set-syntax', message, {
    hint: 'Write the value as name.inner[0]=value; put a backslash before commas.',
  });
}

interface Read {
  readonly word: string;
  /** The character that ended the word; `undefined` at the end of the text. */
  readonly stop: string | undefined;
}

class SetParser {
  private readonly characters: readonly string[];
  private readonly grammar: SetGrammar;
  private position = 0;
  /** How many lists are open within one another. */
  private openLists = 0;

  constructor(text: string, grammar: SetGrammar) {
    this.characters = [...text];
    this.grammar = grammar;
  }

  /** Reads one key and its value into a table. */
  readPair(table: GoMap, nested: number): void {
    const { word: key, stop } = this.readUntil(this.grammar.kind === 'literal' ? '=[.' : '=[,.');
    switch (stop) {
      case undefined:
        if (key === '') throw new EndOfText();
        throw setError(`key ${quoteText(key)} has no value`);
      case '[':
        return this.readIndexed(table, { key, nested });
      case '=':
        return this.readAssigned((value) => assign(table, key, value));
      case ',':
        throw setError(`key ${quoteText(key)} has no value (cannot end with ,)`);
      default:
        return this.readNested(table, { key, nested: nested + 1 });
    }
  }

  private readIndexed(table: GoMap, { key, nested }: { readonly key: string; readonly nested: number }): void {
    const index = this.readIndex();
    const list = table.has(key) ? listOf(table.get(key)) : [];
    try {
      this.readItem(list, { index, nested });
    } finally {
      // A key that only ends the text leaves its list behind, empty or not.
      assign(table, key, list);
    }
  }

  private readNested(table: GoMap, { key, nested }: { readonly key: string; readonly nested: number }): void {
    if (nested > MAX_NESTED_NAMES) {
      const limit = `maximum supported nested level of ${MAX_NESTED_NAMES}`;
      throw setError(`value name nested level is greater than ${limit}`);
    }
    const inner = table.has(key) ? tableOf(table.get(key)) : new GoMap();
    try {
      this.readPair(inner, nested);
    } finally {
      if (inner.size > 0) assign(table, key, inner);
    }
    if (inner.size === 0) throw setError(`key map ${quoteText(key)} has no value`);
  }

  private readItem(list: GoValue[], { index, nested }: { readonly index: number; readonly nested: number }): void {
    if (index < 0) throw setError(`negative ${index} index not allowed`);
    const { word, stop } = this.readUntil('[.=');
    if (word !== '') throw setError(`unexpected data at end of array index: [${quotedRunes(word)}]`);
    switch (stop) {
      case undefined:
        throw new EndOfText();
      case '=':
        return this.readAssigned((value) => setItem(list, index, value), { inList: true });
      case '[': {
        const inner = isNothing(list[index]) ? [] : listOf(list[index]);
        if (this.openLists++ > MAX_NESTED_LISTS) throw setError(`lists are nested more than ${MAX_NESTED_LISTS} deep`);
        this.readItem(inner, { index: this.readIndex(), nested });
        this.openLists--;
        return setItem(list, index, inner);
      }
      default: {
        const known = list[index];
        const inner = known instanceof GoMap ? known : new GoMap();
        this.readPair(inner, nested);
        return setItem(list, index, inner);
      }
    }
  }

  private readIndex(): number {
    const { word, stop } = this.readUntil(']');
    if (stop === undefined) {
      // To Helm 4 the end of the text inside the brackets is its regular end.
      throw this.grammar.helmVersion === '3.22' ? setError('error parsing index: EOF') : new EndOfText();
    }
    const parsed = parseGoInt(word, 10);
    if (parsed.ok) return Number(parsed.value);
    throw setError(`error parsing index: strconv.Atoi: parsing ${quoteText(word)}: ${parsed.problem}`);
  }

  /** Nothing at the end of the text ends the reading; not so for an item of a list, which lists around it have yet to take. */
  private readAssigned(store: (value: GoValue) => void, { inList = false }: { readonly inList?: boolean } = {}): void {
    const { kind } = this.grammar;
    if (kind === 'json') return this.readJson(store);
    if (kind === 'literal') return store(this.readUntil('').word);
    if (this.position === this.characters.length) {
      store('');
      if (inList) return;
      throw new EndOfText();
    }
    if (this.characters[this.position] === '{') return store(this.readList());
    return store(this.convert(this.readUntil(',').word));
  }

  private readList(): GoValue[] {
    this.position++;
    const items: GoValue[] = [];
    for (;;) {
      const { word, stop } = this.readUntil(',}');
      if (stop === undefined) throw setError("list must terminate with '}'");
      items.push(this.convert(word));
      if (stop === ',') continue;
      if (this.characters[this.position] === ',') this.position++;
      return items;
    }
  }

  private readJson(store: (value: GoValue) => void): void {
    if (this.skipToValue()) return store(null);
    const rest = this.characters.slice(this.position).join('');
    const json = rest.slice(0, jsonLength(rest));
    store(decodeJson(json));
    this.position += [...json].length;
    this.skipToValue();
  }

  /** Skips white space and one comma; `true` when no value stands before the comma or the end. */
  private skipToValue(): boolean {
    for (;;) {
      const character = this.characters[this.position];
      if (character !== undefined && !/[\s\u0085,]/.test(character)) return false;
      this.position++;
      if (character === undefined || character === ',') return true;
    }
  }

  private convert(word: string): GoValue {
    const { grammar } = this;
    if (grammar.kind === 'file') return grammar.readFile(word);
    return grammar.kind === 'typed' ? typedValue(word) : word;
  }

  private readUntil(stops: string): Read {
    let word = '';
    while (this.position < this.characters.length) {
      const character = this.characters[this.position++] ?? '';
      if (stops.includes(character)) return { word, stop: character };
      if (character !== '\\' || this.grammar.kind === 'literal') word += character;
      else if (this.position < this.characters.length) word += this.characters[this.position++];
    }
    return { word, stop: undefined };
  }
}

function assign(table: GoMap, key: string, value: GoValue): void {
  if (key !== '') table.set(key, value);
}

function quotedRunes(word: string): string {
  return Array.from(word, (character) => quoteRune(character.codePointAt(0) ?? 0, false)).join(' ');
}

function setItem(list: GoValue[], index: number, value: GoValue): void {
  if (index > MAX_INDEX) {
    throw setError(`index of ${index} is greater than maximum supported index of ${MAX_INDEX}`);
  }
  while (list.length < index) list.push(null);
  list[index] = value;
}

function isNothing(value: GoValue): boolean {
  return value === undefined || value === null;
}

/** A list of its own with the items of the given one. */
function listOf(value: GoValue): GoValue[] {
  if (Array.isArray(value)) return [...value];
  throw conversionError(value, '[]interface {}');
}

function tableOf(value: GoValue): GoMap {
  if (value instanceof GoMap) return value;
  throw conversionError(value, 'map[string]interface {}');
}

function conversionError(value: GoValue, wanted: string): Error {
  const found = isNothing(value) ? 'nil' : typeName(value);
  return setError(`unable to parse key: interface conversion: interface {} is ${found}, not ${wanted}`);
}

function typedValue(word: string): GoValue {
  if (/^true$/iu.test(word)) return true;
  if (/^false$/iu.test(word)) return false;
  if (/^null$/iu.test(word)) return null;
  if (word === '0') return goInt64(0);
  const parsed = word.startsWith('0') ? undefined : parseGoInt(word, 10);
  if (parsed?.ok !== true) return word;
  const number = Number(parsed.value);
  return goInt64(Number.isSafeInteger(number) ? number : parsed.value);
}

/** How much of a text is its first JSON value. */
function jsonLength(text: string): number {
  const plain = /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null|"(?:[^"\\]|\\.)*")/s.exec(
    text,
  );
  if (plain !== null) return plain[0].length;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/[[{]|[\]}]|"(?:[^"\\]|\\.)*"/gs)) {
    if (token === '[' || token === '{') depth++;
    else if ((token === ']' || token === '}') && --depth === 0) return index + 1;
  }
  return text.length;
}
