import { LocatedError } from '@gotk/located-error';
import { isInt64, MAX_INT64, MAX_SHIFT, type Quantity, type QuantityFormat } from './quantity.js';
import { roundToExponent } from './round.js';
import { parseSuffix, type Suffix } from './suffix.js';

/** Longest text taken for a quantity. */
const MAX_LENGTH = 4096;

/** Kubernetes counts no finer. */
const NANO = -9;

/** The parts of a text: sign, digits before the point without leading zeros, digits behind it, suffix. */
interface Parts {
  readonly positive: boolean;
  readonly hasDigits: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: string;
}

/**
 * Reads a quantity such as `100m`, `1.5Gi` or `12e6`. What is finer than a billionth is rounded up, away from zero.
 *
 * @throws LocatedError `quantity-syntax` with Kubernetes' message.
 */
export function parseQuantity(text: string): Quantity {
  if (text === '0') return { unscaled: 0n, exponent: 0, format: 'DecimalSI', form: 'int64', text };
  const parts = splitQuantity(text);
  const suffix = parseSuffix(parts.suffix);
  if (suffix === undefined) throw syntaxError("unable to parse quantity's suffix");
  return parseInt64(text, parts, suffix) ?? parseDecimal(parts, suffix);
}

const FORMAT = /^([-+]?)(0*)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;

function splitQuantity(text: string): Parts {
  const match = text === '' || text.length > MAX_LENGTH ? null : FORMAT.exec(text);
  if (match === null) {
    const pattern = '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$';
    throw syntaxError(`quantities must match the regular expression '${pattern}'`);
  }
  const [, sign, zeros = '', digits = '', fraction = '', suffix = ''] = match;
  const hasDigits = zeros + digits + fraction !== '';
  return { positive: sign !== '-', hasDigits, whole: digits === '' ? '0' : digits, fraction, suffix };
}

function syntaxError(message: string): LocatedError {
  return new LocatedError({ code: 'quantity-syntax', message });
}

/** The amount as a 64-bit integer with an exponent, where it surely fits. */
function parseInt64(text: string, { positive, whole, fraction }: Parts, suffix: Suffix): Quantity | undefined {
  const { exponent: scale, factor, precision } = int64Plan(whole, fraction, suffix);
  const exponent = scale - fraction.length;
  if (precision < 0 || exponent < NANO) return undefined;
  const digits = whole + fraction;
  const magnitude = BigInt(digits) * factor;
  if (!isInt64(magnitude)) return undefined;
  const unscaled = positive ? magnitude : -magnitude;
  const quantity: Quantity = { unscaled, exponent, format: suffix.format, form: 'int64' };
  return keepsText(digits, exponent, suffix) ? { ...quantity, text } : quantity;
}

function int64Plan(whole: string, fraction: string, { exponent, format }: Suffix) {
  if (format !== 'BinarySI') return { exponent, factor: 1n, precision: 18 - whole.length - fraction.length };
  if (fraction !== '') return { exponent: 0, factor: 1n, precision: -1 };
  const precision = 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1;
  return { exponent: 0, factor: 2n ** BigInt(exponent), precision };
}

/** Whether a text is taken for canonical without a closer look. */
function keepsText(digits: string, exponent: number, suffix: Suffix): boolean {
  if (suffix.format === 'BinarySI') return suffix.exponent % 10 === 0 && (BigInt(digits) & 7n) !== 0n;
  return exponent % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

function parseDecimal({ positive, hasDigits, whole, fraction }: Parts, suffix: Suffix): Quantity {
  // A 64-bit amount may do without digits, a decimal may not.
  if (!hasDigits) throw syntaxError('unable to parse numeric part of quantity');
  const factor = suffix.base === 2 ? 2n ** BigInt(suffix.exponent) : 1n;
  const unrounded = BigInt(whole + fraction) * factor;
  const exponent = (suffix.base === 10 ? suffix.exponent : 0) - fraction.length;
  const amount = unrounded === 0n ? { unscaled: 0n, exponent } : toNano(unrounded, exponent);
  const capped = suffix.format === 'BinarySI' && exceedsInt64(amount) ? { unscaled: MAX_INT64, exponent: 0 } : amount;
  const format = decimalFormat(suffix.format, capped);
  return { ...capped, unscaled: positive ? capped.unscaled : -capped.unscaled, format, form: 'decimal' };
}

interface Amount {
  readonly unscaled: bigint;
  readonly exponent: number;
}

function toNano(unscaled: bigint, exponent: number): Amount {
  if (exponent > MAX_SHIFT) throw syntaxError('unable to parse numeric part of quantity');
  return { unscaled: roundToExponent(unscaled, exponent, NANO), exponent: NANO };
}

function exceedsInt64({ unscaled, exponent }: Amount): boolean {
  return exponent === NANO && unscaled > MAX_INT64 * 10n ** 9n;
}

/** Amounts below one have no binary form. */
function decimalFormat(format: QuantityFormat, { unscaled, exponent }: Amount): QuantityFormat {
  const belowOne = unscaled > 0n && exponent === NANO && unscaled < 10n ** 9n;
  return format === 'BinarySI' && belowOne ? 'DecimalSI' : format;
}
