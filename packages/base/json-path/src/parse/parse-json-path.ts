import { goQuote } from '@gotk/json';
import { jsonPathError } from '../json-path-error.js';
import type { ArrayRange, JsonPathList, JsonPathNode } from './json-path-node.js';
import { unquote } from './unquote.js';

/** A parsed template; it may be used any number of times. */
export interface JsonPathTemplate {
  readonly text: string;
  /** Texts, and lists for what stands between braces. */
  readonly nodes: readonly JsonPathNode[];
}

/** Filters and unions are templates in a template; deeper ones are refused. */
const MAX_DEPTH = 64;
const MAX_LENGTH = 1024 * 1024;

/**
 * Reads a template as kubectl's `-o jsonpath=` takes it: text with paths in braces.
 * @throws LocatedError `json-path-syntax`, in kubectl's words.
 */
export function parseJsonPath(text: string): JsonPathTemplate {
  if (text.length > MAX_LENGTH) throw syntaxError('template is too long');
  return { text, nodes: new JsonPathParser(text, 0).parse() };
}

/**
 * The template for a path that may lack its braces and its leading dot, as in `-o custom-columns=` and `--sort-by`.
 * @throws LocatedError `json-path-syntax`.
 */
export function relaxJsonPath(path: string): string {
  if (path === '') return '';
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path);
  if (match !== null) return `{.${match[1] ?? match[2]}}`;
  throw syntaxError(
    "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
  );
}

function syntaxError(message: string): Error {
  return jsonPathError('json-path-syntax', message);
}

class JsonPathParser {
  readonly #text: string;
  readonly #depth: number;
  #at = 0;

  constructor(text: string, depth: number) {
    if (depth > MAX_DEPTH) throw syntaxError('template is nested too deeply');
    this.#text = text;
    this.#depth = depth;
  }

  parse(): readonly JsonPathNode[] {
    const nodes: JsonPathNode[] = [];
    while (this.#at < this.#text.length) {
      const brace = this.#text.indexOf('{', this.#at);
      const end = brace === -1 ? this.#text.length : brace;
      if (end > this.#at) nodes.push({ kind: 'text', text: this.#text.slice(this.#at, end) });
      this.#at = end;
      if (brace !== -1) nodes.push(this.#parseAction());
    }
    return nodes;
  }

  #parseAction(): JsonPathList {
    const nodes: JsonPathNode[] = [];
    this.#at++;
    while (this.#text[this.#at] !== '}') this.#parsePart(nodes);
    this.#at++;
    return { kind: 'list', nodes };
  }

  #parsePart(nodes: JsonPathNode[]): void {
    if (this.#text.startsWith('[?(', this.#at)) return this.#parseFilter(nodes);
    if (this.#text.startsWith('..', this.#at)) return this.#parseRecursive(nodes);
    const character = this.#peek();
    if (character === '' || isEndOfLine(character)) throw syntaxError('unclosed action');
    if (character === ' ' || character === '@' || character === '$') this.#at++;
    else if (character === '[') this.#parseArray(nodes);
    else if (character === '"' || character === "'") this.#parseQuoted(nodes, character);
    else if (character === '.') this.#parseField(nodes, 1);
    else if (/^[+\-\p{Nd}]$/u.test(character)) this.#parseNumber(nodes);
    else if (isAlphanumeric(character)) this.#parseIdentifier(nodes);
    else throw syntaxError(`unrecognized character in action: ${describeCharacter(character)}`);
  }

  /** The next whole character; empty at the end. */
  #peek(): string {
    const codePoint = this.#text.codePointAt(this.#at);
    return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
  }

  #parseRecursive(nodes: JsonPathNode[]): void {
    if (nodes.at(-1)?.kind === 'recursive') throw syntaxError('invalid multiple recursive descent');
    this.#at += 2;
    nodes.push({ kind: 'recursive' });
    if (isAlphanumeric(this.#peek())) this.#parseField(nodes, 0);
  }

  #parseField(nodes: JsonPathNode[], prefixLength: number): void {
    this.#at += prefixLength;
    const start = this.#at;
    while (!isTerminator(this.#peek())) this.#at += this.#peek() === '\\' ? 2 : this.#peek().length;
    this.#at = Math.min(this.#at, this.#text.length);
    const name = this.#text.slice(start, this.#at);
    nodes.push(name === '*' ? { kind: 'wildcard' } : { kind: 'field', name: name.replaceAll('\\', '') });
  }

  #parseIdentifier(nodes: JsonPathNode[]): void {
    const start = this.#at;
    while (!isTerminator(this.#peek())) this.#at += this.#peek().length;
    const name = this.#text.slice(start, this.#at);
    if (name === 'true' || name === 'false') nodes.push({ kind: 'bool', value: name === 'true' });
    else nodes.push({ kind: 'identifier', name });
  }

  #parseNumber(nodes: JsonPathNode[]): void {
    const [text = ''] = /^[+-]?[.\p{Nd}]*/u.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += text.length;
    if (isInt64(text)) nodes.push({ kind: 'number', value: Number(text), type: 'int' });
    else if (/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text) && Number.isFinite(Number(text))) {
      nodes.push({ kind: 'number', value: Number(text), type: 'float' });
    } else throw syntaxError(`cannot parse number ${text}`);
  }

  #parseQuoted(nodes: JsonPathNode[], quote: string): void {
    const start = this.#at++;
    for (;;) {
      const character = this.#text[this.#at++];
      if (character === undefined || character === '\n') throw syntaxError('unterminated quoted string');
      if (character === quote && this.#text[this.#at - 2] !== '\\') break;
    }
    nodes.push({ kind: 'text', text: unquote(this.#text.slice(start, this.#at)) });
  }

  #parseArray(nodes: JsonPathNode[]): void {
    const [body] = /^[^\]\n]*\]/.exec(this.#text.slice(this.#at + 1)) ?? [];
    if (body === undefined) throw syntaxError('unterminated array');
    this.#at += 1 + body.length;
    const index = body.slice(0, -1) === '*' ? ':' : body.slice(0, -1);
    const alternatives = index.split(',');
    if (alternatives.length > 1) {
      const lists = alternatives.map((alternative) => this.#parseNested(`[${trimSpaces(alternative)}]`));
      nodes.push({ kind: 'union', alternatives: lists });
      return;
    }
    const key = /^'([^']*)'$/.exec(index)?.[1];
    if (key !== undefined) nodes.push(...this.#parseNested(`.${key}`).nodes);
    else nodes.push({ kind: 'array', range: parseRange(index) });
  }

  #parseFilter(nodes: JsonPathNode[]): void {
    const start = this.#at + '[?('.length;
    this.#at = this.#endOfFilter(start);
    if (this.#text[this.#at++] !== ']') throw syntaxError('unclosed array expect ]');
    const condition = this.#text.slice(start, this.#at - ')]'.length);
    const comparison = /^([^!<>=]+)([!<>=]+)(.+)$/.exec(condition);
    if (comparison === null) {
      const nothing: JsonPathList = { kind: 'list', nodes: [] };
      nodes.push({ kind: 'filter', left: this.#parseNested(condition), right: nothing, operator: 'exists' });
      return;
    }
    const [, left = '', operator = '', right = ''] = comparison;
    nodes.push({ kind: 'filter', left: this.#parseNested(left), right: this.#parseNested(right), operator });
  }

  /** Behind the parenthesis that ends the filter: the first one outside of the first pair of quotes. */
  #endOfFilter(start: number): number {
    let quote: string | undefined;
    let isClosed = false;
    for (let at = start; ; at++) {
      const character = this.#text[at];
      if (character === undefined || character === '\n') throw syntaxError('unterminated filter');
      if (character === ')' && (quote === undefined || isClosed)) return at + 1;
      if (character !== '"' && character !== "'") continue;
      if (quote === undefined) quote = character;
      else if (character === quote && this.#text[at - 1] !== '\\') isClosed = true;
    }
  }

  /** Reads a part of this template as a template of its own. */
  #parseNested(text: string): JsonPathList {
    const [first] = new JsonPathParser(`{${text}}`, this.#depth + 1).parse();
    return first?.kind === 'list' ? first : { kind: 'list', nodes: [] };
  }
}

function parseRange(text: string): ArrayRange {
  const match = /^(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?$/.exec(text);
  if (match === null) throw syntaxError(`invalid array index ${text}`);
  const [, start = '', end, step] = match;
  const first = start === '' ? undefined : parseIndex(start);
  return {
    start: first,
    end: end === undefined ? (first ?? 0) + 1 : parseBound(end),
    endIsDerived: end === undefined,
    step: step === undefined ? undefined : parseBound(step),
  };
}

/** `:3` → 3, `:` → nothing. */
function parseBound(text: string): number | undefined {
  return text === ':' ? undefined : parseIndex(text.slice(1));
}

function parseIndex(text: string): number {
  if (!isInt64(text)) throw syntaxError(`array index ${text} is not a number`);
  return Number(text);
}

function isInt64(text: string): boolean {
  return (
    /^[+-]?[0-9]+$/.test(text) && BigInt.asIntN(64, BigInt(text.replace('+', ''))) === BigInt(text.replace('+', ''))
  );
}

function isTerminator(character: string): boolean {
  return character === '' || ' \t\r\n.,[]$@{}'.includes(character);
}

function isEndOfLine(character: string): boolean {
  return character === '\r' || character === '\n';
}

function isAlphanumeric(character: string): boolean {
  return /^[_\p{L}\p{Nd}]$/u.test(character);
}

function trimSpaces(text: string): string {
  return text.replace(/^ +| +$/g, '');
}

/** A character as Go's `%#U` shows it. */
function describeCharacter(character: string): string {
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const isPrintable = goQuote(character).slice(1, -1) === character || character === '"' || character === '\\';
  return isPrintable ? `U+${codePoint} '${character}'` : `U+${codePoint}`;
}
