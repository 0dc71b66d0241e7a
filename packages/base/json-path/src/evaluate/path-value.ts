import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { NumberLiteral } from './number-literal.js';

/** What a path leads to. `undefined` is the data of a `range` over nothing. */
export type PathValue = JsonValue | NumberLiteral | undefined;

/** How the numbers of the data count. */
export interface NumberRules {
  /** Whether a whole number is an integer, as in objects from the API, rather than a float like all others. */
  readonly wholeNumbersAreInts: boolean;
}

/** The value as an object, if it is one. */
export function asObject(value: PathValue): JsonObject | undefined {
  return !(value instanceof NumberLiteral) && isJsonObject(value) ? value : undefined;
}

/** The value as a list, if it is one. */
export function asList(value: PathValue): readonly JsonValue[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The Go type of the value, as errors name it. */
export function typeNameOf(value: PathValue, { wholeNumbersAreInts }: NumberRules): string {
  if (value instanceof NumberLiteral) return { int: 'int', float: 'float64', byte: 'uint8' }[value.type];
  if (asObject(value) !== undefined) return 'map[string]interface {}';
  if (asList(value) !== undefined) return '[]interface {}';
  if (typeof value === 'number') return wholeNumbersAreInts && Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : '<nil>';
}

/** The members of an object, the items of a list, the bytes of a text: what a wildcard stands for. */
export function childrenOf(value: PathValue): readonly PathValue[] {
  if (typeof value === 'string') return Array.from(utf8Bytes(value), (byte) => new NumberLiteral('byte', byte));
  const list = asList(value);
  if (list !== undefined) return list;
  return Object.values(asObject(value) ?? {}).filter((member) => member !== undefined);
}

function* utf8Bytes(text: string): Iterable<number> {
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint < 0x80) yield codePoint;
    else yield* continuationBytes(codePoint);
  }
}

function continuationBytes(codePoint: number): readonly number[] {
  const last = 0x80 | (codePoint & 0x3f);
  if (codePoint < 0x800) return [0xc0 | (codePoint >> 6), last];
  const middle = 0x80 | ((codePoint >> 6) & 0x3f);
  if (codePoint < 0x10000) return [0xe0 | (codePoint >> 12), middle, last];
  return [0xf0 | (codePoint >> 18), 0x80 | ((codePoint >> 12) & 0x3f), middle, last];
}
