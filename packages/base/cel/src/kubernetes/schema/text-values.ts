import { parseDuration, parseTime } from '@gotk/duration';
import { goQuote } from '@gotk/json';
import { decodeBase64 } from '../../libraries/base64.js';
import { isDate } from '../../libraries/kubernetes/text-formats.js';
import { CelError } from '../../values/cel-error.js';
import { CelDuration, CelTimestamp } from '../../values/cel-time.js';
import { parseTimestamp } from '../../values/convert.js';

const UNITS: readonly (readonly [readonly string[], bigint])[] = [
  [['ns', 'nano'], 1n],
  [['us', 'µs', 'micro'], 1_000n],
  [['ms', 'milli'], 1_000_000n],
  [['s', 'sec'], 1_000_000_000n],
  [['m', 'min'], 60_000_000_000n],
  [['h', 'hr', 'hour'], 3_600_000_000_000n],
  [['d', 'day'], 86_400_000_000_000n],
  [['w', 'wk', 'week'], 604_800_000_000_000n],
];

/** A duration of Go, or one in words: `3 days`. @throws CelError */
export function durationValue(text: string): CelDuration {
  try {
    return new CelDuration(parseDuration(text));
  } catch {
    return new CelDuration(durationInWords(text));
  }
}

function durationInWords(text: string): bigint {
  let total = 0n;
  let known = false;
  for (const [, factor = '', word = ''] of text.matchAll(/(\d+)\s*([A-Za-zµ]+)/g)) {
    const name = word.toLowerCase();
    for (const [names, unit] of UNITS) {
      const matches = names.filter(
        (variant, i) => variant === name || (i === names.length - 1 && name.startsWith(variant)),
      );
      if (matches.length === 0) continue;
      known = true;
      total += BigInt.asIntN(64, BigInt(factor)) * unit;
    }
  }
  if (!known) throw new CelError(`Invalid duration ${text}: unable to parse ${text} as duration`);
  return BigInt.asIntN(64, total);
}

/** A day. @throws CelError */
export function dateValue(text: string): CelTimestamp {
  const time = isDate(text) ? parseTimestamp(`${text}T00:00:00Z`) : undefined;
  if (time !== undefined) return time;
  throw new CelError(`Invalid date formatted string ${text}: ${dateProblem(text)}`);
}

function dateProblem(text: string): string {
  const behind = /^\d{4}-(?:0[1-9]|1[0-2])-\d\d(.+)$/s.exec(text)?.[1];
  if (behind !== undefined) return `parsing time ${goQuote(text)}: extra text: ${goQuote(behind)}`;
  const message = problemOf(text);
  const rest = /: cannot parse (".*") as "T"$/s.exec(message)?.[1];
  if (rest === undefined) return withLayout(message, '2006-01-02');
  return `parsing time ${goQuote(text)}: ${rest === '""' ? 'day out of range' : `extra text: ${rest}`}`;
}

/** A time, which may leave its offset out. @throws CelError */
export function dateTimeValue(text: string): CelTimestamp {
  if (text === '') return new CelTimestamp(0n);
  const time = parseTimestamp(text) ?? parseTimestamp(`${text}Z`);
  if (time !== undefined) return time;
  throw new CelError(`Invalid date-time formatted string ${text}: ${localTimeProblem(text)}`);
}

/** A time without an offset, whatever its day, and what is behind it. */
const LOCAL_TIME = /^\d{4}-(?:0[1-9]|1[0-2])-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d+)?(.+)$/s;

/** The last of the layouts that are tried is a time without an offset; its message is shown. */
function localTimeProblem(text: string): string {
  const behind = LOCAL_TIME.exec(text)?.[1];
  if (behind !== undefined) return `parsing time ${goQuote(text)}: extra text: ${goQuote(behind)}`;
  const message = problemOf(text);
  const zone = /: cannot parse (".*") as "Z07:00"$/s.exec(message);
  if (zone !== null) return `parsing time ${goQuote(text)}: extra text: ${zone[1]}`;
  return withLayout(message, '2006-01-02T15:04:05');
}

function withLayout(message: string, layout: string): string {
  return message.replace('as "2006-01-02T15:04:05Z07:00"', `as "${layout}"`);
}

function problemOf(text: string): string {
  try {
    parseTime(text);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Bytes in the base64 of URLs. @throws CelError */
export function bytesValue(text: string): Uint8Array {
  try {
    return decodeBase64(text, { alphabet: 'url', padded: true });
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    throw new CelError(`Invalid byte formatted string ${text}: ${error.message}`);
  }
}
