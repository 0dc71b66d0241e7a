import { type DecimalDigits, fractionDigits, shortestDigits, significantDigits } from './decimal-digits.js';

/** A verb of strconv.FormatFloat. */
export type FloatVerb = 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X';

/**
 * strconv.FormatFloat(value, verb, precision, 64).
 * @param precision as the verb defines it, or -1 for the fewest digits that read back the same.
 */
export function formatFloat(value: number, verb: FloatVerb, precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + formatMagnitude(Math.abs(value), verb, precision);
}

function formatMagnitude(magnitude: number, verb: FloatVerb, precision: number): string {
  const shortest = precision < 0;
  switch (verb) {
    case 'b':
      return binaryForm(magnitude);
    case 'x':
    case 'X':
      return hexForm(magnitude, verb, precision);
    case 'e':
    case 'E': {
      const decimal = shortest ? shortestDigits(magnitude) : significantDigits(magnitude, precision + 1);
      return exponentForm(decimal, verb, shortest ? Math.max(decimal.digits.length - 1, 0) : precision);
    }
    case 'f': {
      const decimal = shortest ? shortestDigits(magnitude) : fractionDigits(magnitude, precision);
      return fixedForm(decimal, shortest ? Math.max(decimal.digits.length - decimal.point, 0) : precision);
    }
    default:
      return generalForm(magnitude, verb, precision);
  }
}

/** `%e` below 1e-4 and from the precision on (6 for the shortest form), `%f` between. */
function generalForm(magnitude: number, verb: 'g' | 'G', precision: number): string {
  const shortest = precision < 0;
  const decimal = shortest ? shortestDigits(magnitude) : significantDigits(magnitude, Math.max(precision, 1));
  const count = decimal.digits.length;
  const wanted = shortest ? count : Math.max(precision, 1);
  const limit = wanted > count && count >= decimal.point ? count : wanted;
  const exponent = decimal.point - 1;
  if (exponent < -4 || exponent >= (shortest ? 6 : limit)) {
    return exponentForm(decimal, verb === 'g' ? 'e' : 'E', Math.min(wanted, count) - 1);
  }
  return fixedForm(decimal, Math.max((wanted > decimal.point ? count : wanted) - decimal.point, 0));
}

function exponentForm({ digits, point }: DecimalDigits, letter: 'e' | 'E', fraction: number): string {
  const first = digits === '' ? '0' : digits.charAt(0);
  const rest = fraction > 0 ? `.${digits.slice(1, 1 + fraction).padEnd(fraction, '0')}` : '';
  const exponent = digits === '' ? 0 : point - 1;
  return `${first}${rest}${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function fixedForm({ digits, point }: DecimalDigits, fraction: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (fraction <= 0) return whole;
  const decimals = (point < 0 ? '0'.repeat(Math.min(-point, fraction)) : '') + digits.slice(Math.max(point, 0));
  return `${whole}.${decimals.slice(0, fraction).padEnd(fraction, '0')}`;
}

/** The bits of a magnitude: mantissa × 2^exponent with the implicit bit added. */
function splitBits(magnitude: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

function binaryForm(magnitude: number): string {
  const { mantissa, exponent } = splitBits(magnitude);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

function hexForm(magnitude: number, letter: 'x' | 'X', precision: number): string {
  let { mantissa, exponent } = splitBits(magnitude);
  exponent = mantissa === 0n ? 0 : exponent + 52;
  // The leading 1 goes to bit 60, so that 15 hexadecimal digits follow it.
  mantissa <<= 8n;
  while (mantissa !== 0n && (mantissa & (1n << 60n)) === 0n) {
    mantissa <<= 1n;
    exponent--;
  }
  if (precision >= 0 && precision < 15) {
    mantissa = roundHex(mantissa, precision);
    if ((mantissa & (1n << 61n)) !== 0n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const fraction = (mantissa & ((1n << 60n) - 1n)).toString(16).padStart(15, '0');
  const shown = precision < 0 ? fraction.replace(/0+$/, '') : fraction.slice(0, precision).padEnd(precision, '0');
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const text = `0x${mantissa >> 60n}${shown === '' ? '' : `.${shown}`}p${power}`;
  return letter === 'X' ? text.toUpperCase() : text;
}

function roundHex(mantissa: bigint, precision: number): bigint {
  const shift = BigInt(precision * 4);
  const extra = (mantissa << shift) & ((1n << 60n) - 1n);
  let kept = mantissa >> (60n - shift);
  if ((extra | (kept & 1n)) > 1n << 59n) kept += 1n;
  return kept << (60n - shift);
}
