import { type CelTimestamp, SECOND_NANOS, unixSeconds } from './cel-time.js';
import { decimalText } from './decimal-text.js';

/** A duration in seconds: `90s`, `1.5s`. */
export function renderSeconds(nanoseconds: bigint): string {
  const seconds = Number(nanoseconds / SECOND_NANOS) + Number(nanoseconds % SECOND_NANOS) / 1e9;
  return `${decimalText(seconds)}s`;
}

/** A time in RFC 3339 with the fraction it has, at the offset it was written with. */
export function renderTimestamp(time: CelTimestamp): string {
  const seconds = Number(unixSeconds(time));
  const fraction = time.nanoseconds - BigInt(seconds) * SECOND_NANOS;
  const digits = fraction === 0n ? '' : `.${fraction.toString().padStart(9, '0').replace(/0+$/, '')}`;
  const wall = new Date((seconds + time.offsetSeconds) * 1000).toISOString().replace(/\.000Z$/, '');
  return wall + digits + renderOffset(time.offsetSeconds);
}

function renderOffset(seconds: number): string {
  if (seconds === 0) return 'Z';
  const minutes = Math.trunc(Math.abs(seconds) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${seconds < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}
