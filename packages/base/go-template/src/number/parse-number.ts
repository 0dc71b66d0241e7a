/** Why a text is no number, in strconv's words. */
export type NumberProblem = 'invalid syntax' | 'value out of range';

export type ParsedNumber<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: NumberProblem; readonly nearest: T };

const MAX_UINT64 = (1n << 64n) - 1n;
const MAX_INT64 = (1n << 63n) - 1n;
const MIN_INT64 = -(1n << 63n);
const DECIMAL_FLOAT = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/;
const INFINITY = /^([+-]?)(?:inf|infinity)$/i;
const MISPLACED_SEPARATOR = /(?<![0-9]|^[+-]?0[bo])_|_(?![0-9])/i;
const MISPLACED_IN_HEX = /(?<![0-9a-f]|^[+-]?0x)_|_(?![0-9a-f])/i;

/** strconv.ParseInt(text, base, 64); base 0 follows the prefix and allows `_` between digits. */
export function parseGoInt(text: string, base: number): ParsedNumber<bigint> {
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  const magnitude = parseGoUint(digits, base);
  if (!magnitude.ok && magnitude.problem === 'invalid syntax') return magnitude;
  const value = magnitude.ok ? magnitude.value : magnitude.nearest;
  if (!negative && value > MAX_INT64) return { ok: false, problem: 'value out of range', nearest: MAX_INT64 };
  if (negative && -value < MIN_INT64) return { ok: false, problem: 'value out of range', nearest: MIN_INT64 };
  return { ok: true, value: negative ? -value : value };
}

/** strconv.ParseUint(text, base, 64). */
export function parseGoUint(text: string, base: number): ParsedNumber<bigint> {
  const { digits, radix } = base === 0 ? splitPrefix(text) : { digits: text, radix: base };
  if (digits === undefined || !digitPattern(radix).test(digits)) {
    return { ok: false, problem: 'invalid syntax', nearest: 0n };
  }
  const value = parseDigits(digits, radix);
  if (value > MAX_UINT64) return { ok: false, problem: 'value out of range', nearest: MAX_UINT64 };
  return { ok: true, value };
}

/** strconv.ParseFloat(text, 64). */
export function parseGoFloat(text: string): ParsedNumber<number> {
  const infinite = INFINITY.exec(text);
  if (infinite !== null) return { ok: true, value: infinite[1] === '-' ? -Infinity : Infinity };
  if (/^nan$/i.test(text)) return { ok: true, value: Number.NaN };
  const plain = withoutSeparators(text);
  if (plain !== undefined && DECIMAL_FLOAT.test(plain)) return inRange(Number(plain));
  const hex = plain === undefined ? null : HEX_FLOAT.exec(plain);
  if (hex === null || `${hex[2] ?? ''}${hex[3] ?? ''}` === '') {
    return { ok: false, problem: 'invalid syntax', nearest: 0 };
  }
  return inRange(hexFloat(hex));
}

function splitPrefix(text: string): { readonly digits: string | undefined; readonly radix: number } {
  const plain = withoutSeparators(text);
  const prefix = text.slice(0, 2).toLowerCase();
  const radix = { '0x': 16, '0o': 8, '0b': 2 }[prefix];
  if (radix !== undefined && text.length > 2) return { digits: plain?.slice(2), radix };
  if (text.startsWith('0') && text.length > 1) return { digits: plain?.slice(1), radix: 8 };
  return { digits: plain, radix: 10 };
}

function digitPattern(radix: number): RegExp {
  if (radix === 16) return /^[0-9a-fA-F]+$/;
  if (radix === 8) return /^[0-7]+$/;
  return radix === 2 ? /^[01]+$/ : /^[0-9]+$/;
}

function parseDigits(digits: string, radix: number): bigint {
  if (digits.length <= 15 && radix === 10) return BigInt(Number(digits));
  const prefix = { 16: '0x', 8: '0o', 2: '0b' }[radix] ?? '';
  // A number of thousands of digits is out of range anyway; do not spend quadratic time on it.
  return BigInt(prefix + digits.replace(/^0+(?=.)/, '').slice(0, 80));
}

/** The number without its `_`, each of which must stand between digits or follow the prefix; `undefined` otherwise. */
function withoutSeparators(text: string): string | undefined {
  if (!text.includes('_')) return text;
  const misplaced = /^[+-]?0x/i.test(text) ? MISPLACED_IN_HEX : MISPLACED_SEPARATOR;
  return misplaced.test(text) ? undefined : text.replaceAll('_', '');
}

function hexFloat([, sign = '', whole = '', fraction = '', exponent = '0']: readonly string[]): number {
  const mantissa = BigInt(`0x0${whole}${fraction}`);
  const power = Math.max(-5000, Math.min(5000, Number(exponent))) - 4 * fraction.length;
  const value = scaleByPowerOfTwo(mantissa, power);
  return sign === '-' ? -value : value;
}

/** mantissa × 2^power, rounded once. */
function scaleByPowerOfTwo(mantissa: bigint, power: number): number {
  if (mantissa === 0n) return 0;
  if (power >= 0) return Number(mantissa << BigInt(Math.min(power, 3000)));
  const bits = mantissa.toString(2).length;
  const keep = Math.min(bits, 53, bits + power + 1074);
  if (keep < 0) return 0;
  const dropped = BigInt(bits - keep);
  let kept = mantissa >> dropped;
  const rest = mantissa - (kept << dropped);
  const half = dropped === 0n ? 1n : 1n << (dropped - 1n);
  if (rest > half || (rest === half && dropped > 0n && (kept & 1n) === 1n)) kept += 1n;
  const exponent = power + (bits - keep);
  return exponent < -1000 ? Number(kept) * 2 ** -1000 * 2 ** (exponent + 1000) : Number(kept) * 2 ** exponent;
}

function inRange(value: number): ParsedNumber<number> {
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, problem: 'value out of range', nearest: value };
}
