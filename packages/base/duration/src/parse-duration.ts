import { LocatedError } from '@gotk/located-error';
import { type Duration, durationToMs, HOUR, MICROSECOND, MILLISECOND, MINUTE, NANOSECOND, SECOND } from './duration.js';
import { quote } from './quote.js';

const UNITS: ReadonlyMap<string, Duration> = new Map([
  ['ns', NANOSECOND],
  ['us', MICROSECOND],
  ['µs', MICROSECOND],
  ['μs', MICROSECOND],
  ['ms', MILLISECOND],
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
]);

const LIMIT = 2n ** 63n;
/** Longest text taken for a duration. */
const MAX_LENGTH = 1024;

/** Like {@link parseDuration}, in milliseconds with fractions. */
export function parseDurationMs(text: string): number {
  return durationToMs(parseDuration(text));
}

/**
 * Reads a Go duration such as `300ms`, `-1.5h` or `1h30m45s`. Days and longer units are none.
 *
 * @throws LocatedError `duration-syntax` with Go's message.
 */
export function parseDuration(text: string): Duration {
  const negative = text.startsWith('-');
  const body = negative || text.startsWith('+') ? text.slice(1) : text;
  if (body === '0') return 0n;
  if (body === '' || text.length > MAX_LENGTH) throw invalid(text);
  const sum = addTerms(body, text);
  if (sum > (negative ? LIMIT : LIMIT - 1n)) throw invalid(text);
  return negative ? -sum : sum;
}

const TERM = /(\d*)(?:\.(\d*))?([^\d.]*)/y;

function addTerms(body: string, text: string): bigint {
  let sum = 0n;
  TERM.lastIndex = 0;
  while (TERM.lastIndex < body.length) {
    const [, whole = '', fraction, unit = ''] = TERM.exec(body) ?? [];
    if (whole === '' && (fraction ?? '') === '') throw invalid(text);
    const nanoseconds = termOf(whole, fraction ?? '', unit, text);
    sum += nanoseconds;
    if (sum > LIMIT) throw invalid(text);
  }
  return sum;
}

function termOf(whole: string, fraction: string, unit: string, text: string): bigint {
  // The digits are checked before the unit is looked at.
  if (BigInt(whole === '' ? 0 : whole) > LIMIT) throw invalid(text);
  if (unit === '') throw failure(`missing unit in duration ${quote(text)}`);
  const scale = UNITS.get(unit);
  if (scale === undefined) throw failure(`unknown unit ${quote(unit)} in duration ${quote(text)}`);
  return BigInt(whole === '' ? 0 : whole) * scale + fractionOf(fraction, scale);
}

/** Go reads as many digits as an integer holds, and multiplies in floating point. */
function fractionOf(fraction: string, unit: Duration): bigint {
  let digits = 0n;
  let scale = 1;
  for (const digit of fraction) {
    if (digits > (LIMIT - 1n) / 10n) break;
    const longer = digits * 10n + BigInt(digit);
    if (longer > LIMIT) break;
    digits = longer;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(digits) * (Number(unit) / scale)));
}

function invalid(text: string): LocatedError {
  return failure(`invalid duration ${quote(text)}`);
}

function failure(message: string): LocatedError {
  return new LocatedError({ code: 'duration-syntax', message: `time: ${message}` });
}
