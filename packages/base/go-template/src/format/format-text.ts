import { runesOf, textToBytes } from '../text/go-text.js';
import { canBackquote, quoteText, quoteTextToAscii } from '../text/quote.js';
import { type FormatSpec, pad } from './format-spec.js';

/** A string under a string verb, or `undefined` when the verb is not for strings. */
export function formatText(text: string, verb: string, spec: FormatSpec): string | undefined {
  switch (verb) {
    case 'v':
      return spec.sharpV ? quoted(text, spec) : pad(truncated(text, spec), spec);
    case 's':
      return pad(truncated(text, spec), spec);
    case 'q':
      return quoted(text, spec);
    case 'x':
    case 'X':
      return hexText(textToBytes(text), verb, spec);
    default:
      return undefined;
  }
}

/** Bytes as `%x` and `%X` show them, for strings and byte slices. */
export function hexText(bytes: Uint8Array, verb: 'x' | 'X', spec: FormatSpec): string {
  const shown = spec.precision === undefined ? bytes : bytes.subarray(0, spec.precision);
  if (shown.length === 0) return pad('', spec);
  const digits = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0'));
  const pairs = verb === 'X' ? digits.map((pair) => pair.toUpperCase()) : digits;
  const prefix = spec.sharp ? `0${verb}` : '';
  const text = spec.space ? pairs.map((pair) => prefix + pair).join(' ') : prefix + pairs.join('');
  return pad(text, spec);
}

function quoted(text: string, spec: FormatSpec): string {
  const shown = truncated(text, spec);
  if (spec.sharp && canBackquote(shown)) return pad(`\`${shown}\``, spec);
  return pad(spec.plus ? quoteTextToAscii(shown) : quoteText(shown), spec);
}

function truncated(text: string, { precision }: FormatSpec): string {
  if (precision === undefined || text.length <= precision) return text;
  return runesOf(text).length <= precision ? text : Array.from(text).slice(0, precision).join('');
}
