import { compactJsonText, type JsonText } from '../go/json-text.js';
import { renderGoJson } from '../go/render-go-json.js';
import { isJsonObject, type JsonValue } from '../json-value.js';

/** JSON as a patch meets it: a value in memory, or a piece of text whose spelling is to survive. */
export interface RawJson {
  /** As Go names it in its errors. */
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'bool' | 'null';
  members(): Iterable<readonly [string, RawJson]>;
  items(): readonly RawJson[];
  /** The text without spaces. */
  text(): string;
  value(): JsonValue;
  /** Whether two scalars are the same: texts by their spelling, values by themselves. */
  sameScalar(other: RawJson): boolean;
}

/** A value in memory as {@link RawJson}. */
export function rawValue(value: JsonValue): RawJson {
  return new RawValue(value);
}

/** A piece of text as {@link RawJson}. */
export function rawText(text: JsonText): RawJson {
  return new RawText(text);
}

class RawValue implements RawJson {
  readonly kind: RawJson['kind'];
  readonly #value: JsonValue;

  constructor(value: JsonValue) {
    this.#value = value;
    this.kind = kindOf(value);
  }

  *members(): Iterable<readonly [string, RawJson]> {
    if (!isJsonObject(this.#value)) return;
    for (const [key, member] of Object.entries(this.#value)) if (member !== undefined) yield [key, rawValue(member)];
  }

  items(): readonly RawJson[] {
    return Array.isArray(this.#value) ? this.#value.map((item: JsonValue | undefined) => rawValue(item ?? null)) : [];
  }

  text(): string {
    return renderGoJson(this.#value);
  }

  value(): JsonValue {
    return this.#value;
  }

  sameScalar(other: RawJson): boolean {
    return this.#value === other.value();
  }
}

function kindOf(value: JsonValue): RawJson['kind'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'bool' : 'object';
}

class RawText implements RawJson {
  readonly kind: RawJson['kind'];
  readonly #text: JsonText;

  constructor(text: JsonText) {
    this.#text = text;
    this.kind = text.kind === 'boolean' ? 'bool' : text.kind;
  }

  *members(): Iterable<readonly [string, RawJson]> {
    for (const { key, value } of this.#text.members) yield [key, rawText(value)];
  }

  items(): readonly RawJson[] {
    return this.#text.items.map(rawText);
  }

  text(): string {
    return compactJsonText(this.#text);
  }

  value(): JsonValue {
    return JSON.parse(this.#text.source.slice(this.#text.start, this.#text.end)) as JsonValue;
  }

  sameScalar(other: RawJson): boolean {
    return this.text() === other.text();
  }
}
