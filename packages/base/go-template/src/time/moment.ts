import { type CivilDate, civilFromDays, daysFromCivil, SECONDS_PER_DAY, weekdayOf } from './calendar.js';
import { UTC, type Zone, type ZoneOffset } from './zone.js';

/** A moment in a zone: what Go's time.Time holds. */
export interface Moment {
  /** Whole seconds since 1970-01-01T00:00:00Z, rounded down. */
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanoseconds: number;
  readonly zone: Zone;
}

/** A moment as a clock in its zone shows it. */
export interface ClockReading extends CivilDate, ZoneOffset {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Days since 1970-01-01 in the zone. */
  readonly days: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** Go's zero time. */
export const ZERO_TIME: Moment = { seconds: -62_135_596_800, nanoseconds: 0, zone: UTC };

/** The moment this many milliseconds after the epoch. */
export function momentOfMs(milliseconds: number, zone: Zone): Moment {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanoseconds: Math.round((milliseconds - seconds * 1000) * 1e6) % 1e9, zone };
}

/** What the clock shows. */
export function readClock({ seconds, zone }: Moment): ClockReading {
  const { offset, abbreviation } = zone.at(seconds);
  const local = seconds + offset;
  const days = Math.floor(local / SECONDS_PER_DAY);
  const inDay = local - days * SECONDS_PER_DAY;
  return {
    ...civilFromDays(days),
    offset,
    abbreviation,
    days,
    weekday: weekdayOf(days),
    hour: Math.floor(inDay / 3600),
    minute: Math.floor((inDay % 3600) / 60),
    second: inDay % 60,
  };
}

export interface ClockFields extends CivilDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** time.Date: the moment at which the clock of the zone shows these fields; they may lie outside of their ranges. */
export function momentOfClock(fields: ClockFields, zone: Zone): Moment {
  const carry = Math.floor(fields.nanosecond / 1e9);
  const local =
    daysFromCivil(fields) * SECONDS_PER_DAY + fields.hour * 3600 + fields.minute * 60 + fields.second + carry;
  const guess = zone.at(local).offset;
  const offset = zone.at(local - guess).offset;
  return { seconds: local - offset, nanoseconds: fields.nanosecond - carry * 1e9, zone };
}

/** The moment this many nanoseconds later. */
export function addNanoseconds(moment: Moment, duration: bigint): Moment {
  const total = BigInt(moment.nanoseconds) + duration;
  const seconds = total / 1_000_000_000n - (total % 1_000_000_000n < 0n ? 1n : 0n);
  return {
    ...moment,
    seconds: moment.seconds + Number(seconds),
    nanoseconds: Number(total - seconds * 1_000_000_000n),
  };
}

/** Nanoseconds from `b` to `a`, within the range of a Go duration. */
export function nanosecondsBetween(a: Moment, b: Moment): bigint {
  const difference = BigInt(a.seconds - b.seconds) * 1_000_000_000n + BigInt(a.nanoseconds - b.nanoseconds);
  const max = (1n << 63n) - 1n;
  if (difference > max) return max;
  return difference < -max - 1n ? -max - 1n : difference;
}
