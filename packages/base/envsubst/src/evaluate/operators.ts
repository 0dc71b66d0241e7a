import { LocatedError } from '@gotk/located-error';
import { type ByteString, fromByteString, runeAt, splitRunes, toByteString } from '../bytes/byte-string.js';
import { BadPatternError, matchPattern } from './match-pattern.js';

/** Patterns with wildcards are tried at every length of the value; longer values are refused. */
const MAX_MATCHED_BYTES = 16 * 1024;

type Operator = (value: ByteString, parameters: readonly ByteString[]) => ByteString;

/** What an operator makes of the value. */
export function applyOperator(operator: ByteString, value: ByteString, parameters: readonly ByteString[]): ByteString {
  if (operator === '#' && parameters.length === 0) return String(value.length);
  return (OPERATORS[operator] ?? defaultTo)(value, parameters);
}

/** Whether the operator gives an unset variable a value. */
export function isDefaultOperator(operator: ByteString): boolean {
  return ['-', '+', '=', '?', ':-', ':+', ':=', ':?'].includes(operator);
}

const defaultTo: Operator = (value, parameters) => (value === '' ? parameters.join('') : value);

const OPERATORS: Readonly<Record<string, Operator>> = {
  ',': (value) => mapFirst(value, toLower),
  ',,': (value) => splitRunes(value).map(toLower).join(''),
  '^': (value) => mapFirst(value, toUpper),
  '^^': (value) => splitRunes(value).map(toUpper).join(''),
  ':': substring,
  '/': (value, [pattern = '', replacement = '']) => replaceFirst(value, pattern, replacement),
  '//': (value, [pattern = '', replacement = '']) => replaceAll(value, pattern, replacement),
  '/#': (value, parameters) => replacePrefix(value, parameters),
  '/%': (value, parameters) => replaceSuffix(value, parameters),
  '#': (value, [pattern = '']) => trim(value, pattern, 'shortest'),
  '##': (value, [pattern = '']) => trim(value, pattern, 'longest'),
  '%': (value, [pattern = '']) => reverse(trim(reverse(value), reverse(pattern), 'shortest')),
  '%%': (value, [pattern = '']) => reverse(trim(reverse(value), reverse(pattern), 'longest')),
};

function mapFirst(value: ByteString, map: (rune: ByteString) => ByteString): ByteString {
  if (value === '') return value;
  const { width } = runeAt(value, 0);
  return map(value.slice(0, width)) + value.slice(width);
}

function toLower(rune: ByteString): ByteString {
  return mapRune(rune, (char) => char.toLowerCase());
}

function toUpper(rune: ByteString): ByteString {
  return mapRune(rune, (char) => char.toUpperCase());
}

/** Code point by code point: what would become several stays, as in Go. */
function mapRune(rune: ByteString, map: (char: string) => string): ByteString {
  const char = fromByteString(rune);
  const mapped = map(char);
  return [...mapped].length === 1 ? toByteString(mapped) : toByteString(char);
}

function substring(value: ByteString, [offsetText = '', lengthText]: readonly ByteString[]): ByteString {
  const offset = parseInteger(offsetText);
  if (offset === undefined) return value;
  const start = offset < 0 ? Math.max(0, value.length + offset) : offset;
  if (lengthText === undefined) return value.slice(start);
  const length = parseInteger(lengthText);
  if (length === undefined) return value;
  if (start + length >= value.length) return value.slice(start);
  if (length < 0)
    throw new LocatedError({
      code: 'envsubst-length',
      message: `bad substitution: negative length ${length}`,
      hint: 'Give a length of 0 or more.',
    });
  return value.slice(start, start + length);
}

function parseInteger(text: ByteString): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= 2 ** 63 ? value : undefined;
}

function replaceFirst(value: ByteString, pattern: ByteString, replacement: ByteString): ByteString {
  const at = value.indexOf(pattern);
  return at === -1 ? value : value.slice(0, at) + replacement + value.slice(at + pattern.length);
}

function replaceAll(value: ByteString, pattern: ByteString, replacement: ByteString): ByteString {
  if (pattern !== '') return value.split(pattern).join(replacement);
  return `${replacement}${splitRunes(value)
    .map((rune) => rune + replacement)
    .join('')}`;
}

function replacePrefix(value: ByteString, [pattern = '', replacement]: readonly ByteString[]): ByteString {
  if (replacement === undefined || !value.startsWith(pattern)) return value;
  return replacement + value.slice(pattern.length);
}

function replaceSuffix(value: ByteString, [pattern = '', replacement]: readonly ByteString[]): ByteString {
  if (replacement === undefined || !value.endsWith(pattern)) return value;
  return value.slice(0, value.length - pattern.length) + replacement;
}

function trim(value: ByteString, pattern: ByteString, extent: 'shortest' | 'longest'): ByteString {
  if (!/[*?[\\]/.test(pattern))
    return pattern !== '' && value.startsWith(pattern) ? value.slice(pattern.length) : value;
  if (value.length > MAX_MATCHED_BYTES) {
    throw new LocatedError({
      code: 'envsubst-too-long',
      message: `bad substitution: a value of ${value.length} bytes is too long for a pattern (at most ${MAX_MATCHED_BYTES})`,
    });
  }
  try {
    return trimByPattern(value, pattern, extent);
  } catch (error) {
    if (error instanceof BadPatternError) return value;
    throw error;
  }
}

function trimByPattern(value: ByteString, pattern: ByteString, extent: 'shortest' | 'longest'): ByteString {
  let shortest = 0;
  for (let length = value.length; length > 0; length--) {
    if (!matchPattern(pattern, value.slice(0, length))) continue;
    if (extent === 'longest') return value.slice(length);
    shortest = length;
  }
  return value.slice(shortest);
}

function reverse(value: ByteString): ByteString {
  return [...splitRunes(value)].reverse().join('');
}
