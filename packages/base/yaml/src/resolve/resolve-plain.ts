import type { YamlDialect } from './dialect.js';
import { parseTimestamp } from './parse-timestamp.js';

/** The short tag of a resolved scalar. */
export type ScalarTag = '!!null' | '!!bool' | '!!int' | '!!float' | '!!timestamp' | '!!str';

/** What an unquoted scalar means. */
export interface ResolvedScalar {
  readonly tag: ScalarTag;
  /** Integers beyond ±(2^53 − 1) are bigints; timestamps and strings are the text itself. */
  readonly value: null | boolean | number | bigint | string;
}

const NULL: ResolvedScalar = { tag: '!!null', value: null };
const TRUE: ResolvedScalar = { tag: '!!bool', value: true };
const FALSE: ResolvedScalar = { tag: '!!bool', value: false };

const WORDS: ReadonlyMap<string, ResolvedScalar> = new Map<string, ResolvedScalar>([
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, NULL] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, TRUE] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, FALSE] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, float(Number.NaN)] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (word) => [word, float(Number.POSITIVE_INFINITY)] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, float(Number.NEGATIVE_INFINITY)] as const),
]);

/** What YAML 1.1 knows besides. */
const WORDS_1_1: ReadonlyMap<string, ResolvedScalar> = new Map<string, ResolvedScalar>([
  ...WORDS,
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word) => [word, TRUE] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, FALSE] as const),
]);

/** Longer words than these mean nothing. */
const LONGEST_WORD = 5;

/** What a first character lets expect: a word, a number with digit or sign, a number with a point. */
const HINTS: ReadonlyMap<number, 'word' | 'number' | 'point'> = new Map<number, 'word' | 'number' | 'point'>([
  ...[...'yYnNtTfFoO~'].map((character) => [character.charCodeAt(0), 'word'] as const),
  ...[...'+-0123456789'].map((character) => [character.charCodeAt(0), 'number'] as const),
  [0x2e, 'point'],
]);

function float(value: number): ResolvedScalar {
  return { tag: '!!float', value };
}

/**
 * What `text` means as an unquoted scalar, or `undefined` for a string.
 *
 * Octal is both `017` and `0o17`; `_` may stand in numbers; sexagesimal numbers are strings; numbers too large for a
 * double are strings.
 */
export function resolvePlain(text: string, dialect: YamlDialect): ResolvedScalar | undefined {
  if (text === '') return NULL;
  const hint = HINTS.get(text.charCodeAt(0));
  if (hint === undefined) return undefined;
  if (text.length <= LONGEST_WORD) {
    const word = (dialect === 'sigs' ? WORDS_1_1 : WORDS).get(text);
    if (word !== undefined) return word;
  }
  if (hint === 'word') return undefined;
  return hint === 'point' ? resolvePoint(text) : resolveNumber(text);
}

const POINT_FLOAT = /^\.\d(?:_?\d)*(?:[eE][-+]?\d(?:_?\d)*)?$/;

function resolvePoint(text: string): ResolvedScalar | undefined {
  return POINT_FLOAT.test(text) ? finite(text.replaceAll('_', '')) : undefined;
}

const DECIMAL_FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

function resolveNumber(text: string): ResolvedScalar | undefined {
  if (parseTimestamp(text) !== undefined) return { tag: '!!timestamp', value: text };
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const integer = parseInteger(plain);
  if (integer !== undefined) return { tag: '!!int', value: integer };
  return DECIMAL_FLOAT.test(plain) ? finite(plain) : undefined;
}

function finite(text: string): ResolvedScalar | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? float(value) : undefined;
}

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([-+]?[01]+)|(0|[1-9]\d*))$/;
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/** An integer as Go reads it with the base from its prefix; `undefined` outside int64 and uint64. */
function parseInteger(text: string): number | bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const [, sign, hex, octal, binary, decimal] = match;
  if (decimal !== undefined && decimal.length < 16) {
    const value = Number(decimal);
    // The integer zero has no sign.
    return sign === '-' && value !== 0 ? -value : value;
  }
  const magnitude = parseMagnitude(hex, octal, binary, decimal);
  const value = sign === '-' ? -magnitude : magnitude;
  if (value < MIN_INT64 || value > (sign === '' ? MAX_UINT64 : MAX_INT64)) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function parseMagnitude(
  hex: string | undefined,
  octal: string | undefined,
  binary: string | undefined,
  decimal: string | undefined,
): bigint {
  if (hex !== undefined) return BigInt(`0x${hex}`);
  if (octal !== undefined) return BigInt(`0o${octal}`);
  if (binary === undefined) return BigInt(decimal ?? 0);
  // go-yaml reads a sign behind the prefix, too.
  const digits = BigInt(`0b${binary.replace(/^[-+]/, '')}`);
  return binary.startsWith('-') ? -digits : digits;
}
