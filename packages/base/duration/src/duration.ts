/** A span of time in nanoseconds, between −2^63 and 2^63 − 1. */
export type Duration = bigint;

/** One nanosecond. */
export const NANOSECOND: Duration = 1n;
/** One microsecond. */
export const MICROSECOND: Duration = 1_000n;
/** One millisecond. */
export const MILLISECOND: Duration = 1_000_000n;
/** One second. */
export const SECOND: Duration = 1_000_000_000n;
/** One minute. */
export const MINUTE: Duration = 60n * SECOND;
/** One hour. */
export const HOUR: Duration = 60n * MINUTE;

/** The duration of a number of milliseconds, cut to whole nanoseconds. */
export function durationFromMs(milliseconds: number): Duration {
  return BigInt(Math.trunc(milliseconds * 1e6));
}

/** The duration in milliseconds, fractions included. */
export function durationToMs(duration: Duration): number {
  return Number(duration) / 1e6;
}
