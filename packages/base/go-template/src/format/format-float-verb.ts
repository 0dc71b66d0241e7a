import { type FloatVerb, formatFloat } from '../number/format-float.js';
import { type FormatSpec, pad, padWithSpaces } from './format-spec.js';

/** The verb of strconv and the default precision for each verb of fmt. */
const FLOAT_VERBS: ReadonlyMap<string, { readonly verb: FloatVerb; readonly precision: number }> = new Map([
  ['v', { verb: 'g', precision: -1 }],
  ['b', { verb: 'b', precision: -1 }],
  ['g', { verb: 'g', precision: -1 }],
  ['G', { verb: 'G', precision: -1 }],
  ['x', { verb: 'x', precision: -1 }],
  ['X', { verb: 'X', precision: -1 }],
  ['f', { verb: 'f', precision: 6 }],
  ['F', { verb: 'f', precision: 6 }],
  ['e', { verb: 'e', precision: 6 }],
  ['E', { verb: 'E', precision: 6 }],
]);

/** Whether fmt formats floats under this verb. */
export function isFloatVerb(verb: string): boolean {
  return FLOAT_VERBS.has(verb);
}

/** A float under a float verb, or `undefined` when the verb is not for floats. */
export function formatFloatVerb(value: number, verb: string, spec: FormatSpec): string | undefined {
  const known = FLOAT_VERBS.get(verb);
  if (known === undefined) return undefined;
  const precision = spec.precision ?? known.precision;
  const unsigned = formatFloat(value, known.verb, precision).replace(/^[+-]/, '');
  const negative = value < 0 || Object.is(value, -0);
  const sign = negative ? '-' : spec.plus ? '+' : spec.space ? ' ' : '';
  if (!Number.isFinite(value)) return nonFinite(value, sign, spec);
  const digits = spec.sharp && known.verb !== 'b' ? withPoint(unsigned, known.verb, precision) : unsigned;
  return padSigned(sign, digits, spec);
}

function nonFinite(value: number, sign: string, spec: FormatSpec): string {
  if (Number.isNaN(value)) return padWithSpaces(`${sign}NaN`, spec);
  // An infinity keeps its plus only where one is asked for.
  return padWithSpaces(`${value > 0 && sign === '' ? '+' : sign}Inf`, spec);
}

/** Zeros go between the sign and the digits. */
function padSigned(sign: string, digits: string, spec: FormatSpec): string {
  if (spec.zero && !spec.minus && spec.width !== undefined && spec.width > sign.length + digits.length) {
    return sign + digits.padStart(spec.width - sign.length, '0');
  }
  return pad(sign + digits, spec);
}

/** The `#` flag: always a decimal point, and for `%g` its trailing zeros. */
function withPoint(text: string, verb: FloatVerb, precision: number): string {
  const isHex = verb === 'x' || verb === 'X';
  const tailAt = text.search(isHex ? /p/i : /e/i);
  const mantissa = tailAt === -1 ? text : text.slice(0, tailAt);
  const tail = tailAt === -1 ? '' : text.slice(tailAt);
  const withDot = mantissa.includes('.') ? mantissa : `${mantissa}.`;
  if (verb !== 'g' && verb !== 'G' && verb !== 'x') return withDot + tail;
  const wanted = precision === -1 ? 6 : precision;
  return withDot + '0'.repeat(Math.max(0, wanted - shownDigits(mantissa))) + tail;
}

/** Significant digits shown; a lone zero counts once. */
function shownDigits(mantissa: string): number {
  if (mantissa === '0') return 1;
  // The x of hexadecimal digits counts as one.
  return mantissa.replace('.', '').replace(/^0+/, '').length;
}
