/** A decimal number 0.DIGITS × 10^point; the digits have no trailing zeros, and zero has none at all. */
export interface DecimalDigits {
  readonly digits: string;
  readonly point: number;
}

const ZERO: DecimalDigits = { digits: '', point: 0 };

/** The fewest digits that read back as `magnitude`. */
export function shortestDigits(magnitude: number): DecimalDigits {
  if (magnitude === 0) return ZERO;
  const [mantissa = '', exponent = '0'] = magnitude.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/** `magnitude` rounded to `count` digits, half to even on its exact value. */
export function significantDigits(magnitude: number, count: number): DecimalDigits {
  if (magnitude === 0) return ZERO;
  const exact = exactDigits(magnitude);
  return roundAt(exact, count);
}

/** `magnitude` rounded to `count` digits after the point, half to even on its exact value. */
export function fractionDigits(magnitude: number, count: number): DecimalDigits {
  if (magnitude === 0) return ZERO;
  const exact = exactDigits(magnitude);
  return roundAt(exact, exact.point + count);
}

function exactDigits(magnitude: number): DecimalDigits {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  const power = (biased === 0 ? 1 : biased) - 1075;
  if (power >= 0) return trimmed((mantissa << BigInt(power)).toString(), 0);
  // mantissa / 2^n = mantissa × 5^n / 10^n
  return trimmed((mantissa * 5n ** BigInt(-power)).toString(), -power);
}

function trimmed(digits: string, decimals: number): DecimalDigits {
  return { digits: digits.replace(/0+$/, ''), point: digits.length - decimals };
}

function roundAt({ digits, point }: DecimalDigits, count: number): DecimalDigits {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return ZERO;
  const kept = digits.slice(0, count);
  if (!roundsUp(digits, count)) return normalized(kept, point);
  const raised = (BigInt(`0${kept}`) + 1n).toString().padStart(count, '0');
  return normalized(raised, point + raised.length - count);
}

function roundsUp(digits: string, count: number): boolean {
  const next = digits.charCodeAt(count) - 48;
  if (next !== 5 || digits.length > count + 1) return next >= 5;
  return count > 0 && (digits.charCodeAt(count - 1) - 48) % 2 === 1;
}

function normalized(digits: string, point: number): DecimalDigits {
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? ZERO : { digits: kept, point };
}
