/** A double in decimal digits, exactly: 0.`digits` times ten to `point`. */
interface ExactDecimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

/** A double with so many digits behind the point, as C's `%.*f`. */
export function fixedText(value: number, precision: number): string {
  const { negative, digits, point } = exactDecimal(value);
  // All digits of a double stand within these places; what is beyond is zero.
  const places = Math.min(precision, 1100);
  const rounded = roundDigits(digits, point + places);
  const whole = rounded.padStart(places + 1, '0');
  const fraction = whole.slice(whole.length - places).padEnd(precision, '0');
  const text = whole.slice(0, whole.length - places) + (precision > 0 ? `.${fraction}` : '');
  return negative ? `-${text}` : text;
}

/** A double with a power of ten, as C's `%.*e`. */
export function scientificParts(value: number, precision: number): { mantissa: string; exponent: number } {
  const { negative, digits, point } = exactDecimal(value);
  const places = Math.min(precision, 1100);
  const zero = /^0*$/.test(digits);
  const significant = digits.replace(/^0+/, '');
  const first = zero ? 0 : point - (digits.length - significant.length) - 1;
  let rounded = roundDigits(significant, places + 1).padEnd(places + 1, '0');
  let exponent = first;
  if (rounded.length > places + 1) {
    rounded = rounded.slice(0, places + 1);
    exponent++;
  }
  const fraction = rounded.slice(1).padEnd(precision, '0');
  const mantissa = `${negative ? '-' : ''}${rounded[0]}${precision > 0 ? `.${fraction}` : ''}`;
  return { mantissa, exponent };
}

/** `1.500000e+00` */
export function scientificText(value: number, precision: number): string {
  const { mantissa, exponent } = scientificParts(value, precision);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function exactDecimal(value: number): ExactDecimal {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const power = Math.max(biased, 1) - 1075;
  const negative = bits >> 63n === 1n;
  if (power >= 0) {
    const digits = (mantissa << BigInt(power)).toString();
    return { negative, digits, point: digits.length };
  }
  const digits = (mantissa * 5n ** BigInt(-power)).toString().padStart(-power + 1, '0');
  return { negative, digits, point: digits.length + power };
}

/** The first `count` digits as a whole number; exact halves go to the even digit. */
function roundDigits(digits: string, count: number): string {
  if (count < 0) return '';
  const kept = digits.slice(0, count).padEnd(count, '0');
  const rest = digits.slice(count);
  const half = rest.replace(/0+$/, '');
  const last = Number(kept.at(-1) ?? 0);
  const up = half > '5' || (half === '5' && last % 2 === 1);
  return up ? (BigInt(kept === '' ? '0' : kept) + 1n).toString().padStart(count, '0') : kept;
}
