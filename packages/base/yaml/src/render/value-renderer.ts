import { compareUtf8, renderGoFloat } from '@gotk/json';
import type { YamlDialect } from '../resolve/dialect.js';
import type { ExactValue } from '../resolve/exact-value.js';
import { GoFloat, StructFields, UnquotedText } from '../resolve/exact-value.js';

import { resolvePlain } from '../resolve/resolve-plain.js';
import type { ScalarStyle } from '../scan/token.js';
import { compareKeys } from './compare-keys.js';
import { Emitter } from './emitter.js';

const ROOT = { inMapping: false };
const IN_MAPPING = { inMapping: true };

/** Longest key, in bytes, that needs no `?`. */
const LONGEST_SIMPLE_KEY = 128;

/** Thrown for a text that does not come through JSON unchanged: the detour must really be made. */
export class UnfaithfulText extends Error {}

/** Characters that JSON leaves as they are and YAML folds, refuses or cannot hold. */
const UNFAITHFUL = /[\x7f-\x9f\ufffe\uffff]|\p{Cs}/u;

/** Longest key that a JSON object may have for go-yaml, with its quotes and escapes to spare. */
const LONGEST_JSON_KEY = 160;

/** Writes a value as a document in block style. */
export class ValueRenderer {
  readonly #emitter: Emitter;
  readonly #v3: boolean;

  /** @param fromJson whether the value was read from JSON text already, so that no text can change on that way any more.
   * @param pretty see RenderYamlOptions.
   * @param keyOrder see RenderYamlOptions. */
  constructor(
    readonly dialect: YamlDialect,
    readonly fromJson = dialect === 'kyaml',
    readonly pretty = false,
    readonly keyOrder: 'natural' | 'bytes' = 'natural',
  ) {
    this.#v3 = dialect === 'kyaml';
    this.#emitter = new Emitter(
      this.#v3 ? { width: Number.POSITIVE_INFINITY, tabsAreSpecial: false } : { width: 80, tabsAreSpecial: true },
    );
  }

  render(value: ExactValue): string {
    this.#writeNode(value, ROOT);
    this.#emitter.indent = -1;
    this.#emitter.writeIndent();
    return this.#emitter.text;
  }

  #writeNode(value: ExactValue | GoFloat | undefined, context: { readonly inMapping: boolean }): void {
    switch (typeof value) {
      case 'string':
        return this.#writeString(value, false);
      case 'number':
        return this.#writePlain(this.#v3 ? renderFloat(value) : renderNumber(value));
      case 'bigint':
        return this.#writePlain(this.#v3 && !this.pretty ? renderFloat(Number(value)) : renderInteger(value));
      case 'boolean':
        return this.#writePlain(value ? 'true' : 'false');
      case 'object':
        if (value === null) return this.#writePlain('null');
        if (value instanceof UnquotedText) return this.#writePlain(value.text);
        if (value instanceof GoFloat) return this.#writePlain(renderFloat(value.value));
        return Array.isArray(value)
          ? this.#writeSequence(value as readonly ExactValue[], context.inMapping)
          : this.#writeMapping(value as { readonly [key: string]: ExactValue | undefined });
      default:
        return this.#writePlain('null');
    }
  }

  #writePlain(text: string): void {
    if (!this.#emitter.whitespace) this.#emitter.write(' ');
    this.#emitter.write(text);
    this.#emitter.whitespace = false;
    this.#emitter.indention = false;
  }

  #writeString(text: string, simpleKey: boolean): void {
    if (isPlainWord(text, this.dialect)) return this.#writePlain(text);
    if (!this.fromJson && UNFAITHFUL.test(text)) throw new UnfaithfulText();
    const emitter = this.#emitter;
    const style = emitter.selectStyle(text, wantedStyle(text, this.dialect), emitter.analyze(text), {
      inFlow: false,
      simpleKey,
    });
    emitter.writeScalar(text, style, simpleKey);
  }

  #writeSequence(items: readonly ExactValue[], inMapping: boolean): void {
    const emitter = this.#emitter;
    if (items.length === 0) return this.#writePlain('[]');
    const outer = emitter.indent;
    // Under a key, a list stands at the key's own column.
    if (outer < 0) emitter.indent = 0;
    else if (!inMapping || emitter.indention || this.pretty) emitter.indent += 2;
    for (const item of items) {
      emitter.writeIndent();
      emitter.writeIndicator('-', { before: true, indention: true });
      this.#writeNode(item, ROOT);
    }
    emitter.indent = outer;
  }

  #writeMapping(mapping: { readonly [key: string]: ExactValue | undefined }): void {
    const emitter = this.#emitter;
    const keys = presentKeys(mapping);
    if (keys.length === 0) return this.#writePlain('{}');
    if (keys.length > 1 && !(mapping instanceof StructFields))
      keys.sort(this.keyOrder === 'bytes' ? compareUtf8 : (a, b) => compareKeys(a, b, this.#v3));
    const outer = emitter.indent;
    emitter.indent = outer < 0 ? 0 : outer + 2;
    for (const key of keys) {
      emitter.writeIndent();
      this.#writeKey(key);
      this.#writeNode(mapping[key], IN_MAPPING);
    }
    emitter.indent = outer;
  }

  #writeKey(key: string): void {
    const emitter = this.#emitter;
    if (isPlainWord(key, this.dialect)) {
      this.#writePlain(key);
      return emitter.writeIndicator(':');
    }
    if (!this.fromJson && key.length > LONGEST_JSON_KEY) throw new UnfaithfulText();
    if (isSimpleKey(key)) {
      this.#writeString(key, true);
      return emitter.writeIndicator(':');
    }
    emitter.writeIndicator('?', { before: true, indention: true });
    this.#writeString(key, false);
    emitter.writeIndent();
    emitter.writeIndicator(':', { before: true, indention: true });
  }
}

function presentKeys(mapping: { readonly [key: string]: ExactValue | undefined }): string[] {
  const keys = Object.keys(mapping);
  return keys.some((key) => mapping[key] === undefined) ? keys.filter((key) => mapping[key] !== undefined) : keys;
}

/** Words that need no look at every character: no indicator, no blank, nothing that resolves to another type. */
const PLAIN_WORD = /^[A-Za-z_/][A-Za-z0-9_/.@+-]*$/;

function isPlainWord(text: string, dialect: YamlDialect): boolean {
  return text.length < 64 && PLAIN_WORD.test(text) && (text.length > 5 || wantedStyle(text, dialect) === 'plain');
}

function isSimpleKey(key: string): boolean {
  if (/[\n\r\u0085\u2028\u2029]/.test(key)) return false;
  return key.length <= LONGEST_SIMPLE_KEY && (key.length <= 42 || utf8Length(key) <= LONGEST_SIMPLE_KEY);
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** The style a text asks for: plain only where it would be read as the same text again. */
export function wantedStyle(text: string, dialect: YamlDialect): ScalarStyle {
  if (text.includes('\n')) return 'literal';
  // Words of YAML 1.1 are quoted in either dialect, for other readers' sake.
  if (resolvePlain(text, 'sigs') !== undefined) return 'double';
  if (dialect !== 'sigs' && resolvePlain(text, dialect) !== undefined) return 'double';
  return text.includes(':') && SEXAGESIMAL.test(text) ? 'double' : 'plain';
}

const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** A number as it comes out of JSON text: whole numbers within 64 bits are integers, all others floats. */
function renderNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  if (!Number.isInteger(value) || Math.abs(value) >= 1e21) return renderFloat(value);
  const digits = BigInt(String(value));
  return digits > MAX_UINT64 || digits < MIN_INT64 ? renderFloat(value) : String(digits);
}

function renderInteger(value: bigint): string {
  return value > MAX_UINT64 || value < MIN_INT64 ? renderFloat(Number(value)) : String(value);
}

function renderFloat(value: number): string {
  const text = renderGoFloat(value);
  if (Number.isFinite(value)) return text;
  return text === 'NaN' ? '.nan' : text === '+Inf' ? '.inf' : '-.inf';
}
