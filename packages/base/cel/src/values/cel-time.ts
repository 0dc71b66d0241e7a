/** A span of time. */
export class CelDuration {
  constructor(readonly nanoseconds: bigint) {}
}

/** A point in time. */
export class CelTimestamp {
  /**
   * @param nanoseconds since 1970-01-01T00:00:00Z
   * @param offsetSeconds east of UTC, where it was written with an offset: it is written so again
   */
  constructor(
    readonly nanoseconds: bigint,
    readonly offsetSeconds = 0,
  ) {}
}

/** The nanoseconds of a second. */
export const SECOND_NANOS = 1_000_000_000n;

const FIRST_SECOND = -62_135_596_800n;
const LAST_SECOND = 253_402_300_799n;

/** The whole seconds since 1970-01-01T00:00:00Z. */
export function unixSeconds({ nanoseconds }: CelTimestamp): bigint {
  const seconds = nanoseconds / SECOND_NANOS;
  return seconds * SECOND_NANOS > nanoseconds ? seconds - 1n : seconds;
}

/** Whether a time is in the years 1 to 9999. */
export function isTimeInRange(time: CelTimestamp): boolean {
  const seconds = unixSeconds(time);
  return seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
}
