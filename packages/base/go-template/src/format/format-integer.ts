import { quoteRune } from '../text/quote.js';
import { isPrintable } from '../text/runes.js';
import type { IntegerValue } from '../value/go-int.js';
import { type FormatSpec, pad, padWithSpaces } from './format-spec.js';

const BASES: ReadonlyMap<string, number> = new Map([
  ['v', 10],
  ['d', 10],
  ['b', 2],
  ['o', 8],
  ['O', 8],
  ['x', 16],
  ['X', 16],
]);

/** An integer under an integer verb, or `undefined` when the verb is not for integers. */
export function formatInteger(
  value: IntegerValue,
  verb: string,
  { spec, isSigned }: { readonly spec: FormatSpec; readonly isSigned: boolean },
): string | undefined {
  const base = BASES.get(verb);
  if (base !== undefined) {
    if (verb === 'v' && spec.sharpV && !isSigned) return inBase(value, 16, { ...spec, sharp: true }, verb);
    return inBase(value, base, spec, verb);
  }
  switch (verb) {
    case 'c':
      return pad(String.fromCodePoint(codePoint(value)), spec);
    case 'q':
      return pad(quoteRune(codePoint(value), spec.plus), spec);
    case 'U':
      return unicodeForm(value, spec);
    default:
      return undefined;
  }
}

function inBase(value: IntegerValue, base: number, spec: FormatSpec, verb: string): string {
  const negative = value < 0;
  const magnitude = negative ? -value : value;
  if (spec.precision === 0 && magnitude === 0) return ' '.repeat(spec.width ?? 0);
  const digits = (verb === 'X' ? magnitude.toString(base).toUpperCase() : magnitude.toString(base)).padStart(
    wantedDigits(spec, negative),
    '0',
  );
  const sign = negative ? '-' : spec.plus ? '+' : spec.space ? ' ' : '';
  return padWithSpaces(sign + basePrefix(digits, base, spec, verb) + digits, spec);
}

function wantedDigits(spec: FormatSpec, negative: boolean): number {
  if (spec.precision !== undefined) return spec.precision;
  if (!spec.zero || spec.minus || spec.width === undefined) return 0;
  return spec.width - (negative || spec.plus || spec.space ? 1 : 0);
}

function basePrefix(digits: string, base: number, { sharp }: FormatSpec, verb: string): string {
  const octal = verb === 'O' ? '0o' : '';
  if (!sharp) return octal;
  if (base === 2) return '0b';
  if (base === 16) return verb === 'X' ? '0X' : '0x';
  return base === 8 && !digits.startsWith('0') ? `${octal}0` : octal;
}

function codePoint(value: IntegerValue): number {
  if (value < 0 || value > 0x10ffff) return 0xfffd;
  const code = Number(value);
  return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}

function unicodeForm(value: IntegerValue, spec: FormatSpec): string {
  const unsigned = BigInt.asUintN(64, BigInt(value));
  const digits = unsigned
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, spec.precision ?? 0), '0');
  const rune = spec.sharp && unsigned <= 0x10ffffn ? String.fromCodePoint(Number(unsigned)) : '';
  return padWithSpaces(`U+${digits}${rune !== '' && isPrintable(rune) ? ` '${rune}'` : ''}`, spec);
}
