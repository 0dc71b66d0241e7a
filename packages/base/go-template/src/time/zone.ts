import { zoneAbbreviation } from './zone-abbreviation.js';

/** What a zone says at a moment. */
export interface ZoneOffset {
  /** Seconds east of UTC. */
  readonly offset: number;
  /** `CET`, or empty where only the offset is known. */
  readonly abbreviation: string;
}

/** A time zone. */
export interface Zone {
  readonly name: string;
  at(unixSeconds: number): ZoneOffset;
}

const ZONE_NAME = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/;
const MAX_DATE_SECONDS = 8.64e12;

const zones = new Map<string, Zone | undefined>();

/** Coordinated universal time. */
export const UTC: Zone = { name: 'UTC', at: () => ({ offset: 0, abbreviation: 'UTC' }) };

const LOCAL_UTC: Zone = { ...UTC, name: 'Local' };

/** A zone with one offset. */
export function fixedZone(name: string, offset: number): Zone {
  return { name, at: () => ({ offset, abbreviation: name }) };
}

/** The zone of this IANA name; `undefined` when there is none. @param local what `Local` stands for */
export function findZone(name: string, local: string): Zone | undefined {
  if (name === '' || name === 'UTC') return UTC;
  if (name === 'Local') return local === 'UTC' ? LOCAL_UTC : findZone(local, 'UTC');
  if (!zones.has(name)) zones.set(name, loadZone(name));
  return zones.get(name);
}

function loadZone(name: string): Zone | undefined {
  // Names in Go are those of files; the platform would take them in any case.
  if (!ZONE_NAME.test(name) || name.length > 64) return undefined;
  const clock = clockIn(name);
  if (clock === undefined) return undefined;
  return {
    name,
    at: (unixSeconds) => {
      const offset = offsetAt(clock, unixSeconds);
      return { offset, abbreviation: zoneAbbreviation(name, offset, () => standardOffset(clock, unixSeconds)) };
    },
  };
}

function clockIn(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

function offsetAt(clock: Intl.DateTimeFormat, unixSeconds: number): number {
  const clamped = Math.max(-MAX_DATE_SECONDS, Math.min(MAX_DATE_SECONDS, unixSeconds));
  const fields = new Map(clock.formatToParts(clamped * 1000).map(({ type, value }) => [type, value]));
  const field = (name: Intl.DateTimeFormatPartTypes): number => Number(fields.get(name) ?? 0);
  const year = fields.get('era')?.startsWith('B') === true ? 1 - field('year') : field('year');
  const local = Date.UTC(2000, field('month') - 1, field('day'), field('hour'), field('minute'), field('second'));
  const shown = new Date(local).setUTCFullYear(year) / 1000;
  return Math.round(shown - clamped);
}

/** The smaller offset of the year is the standard one. */
function standardOffset(clock: Intl.DateTimeFormat, unixSeconds: number): number {
  const halfYear = 182 * 86_400;
  return Math.min(
    ...[-halfYear, -halfYear / 2, 0, halfYear / 2, halfYear].map((at) => offsetAt(clock, unixSeconds + at)),
  );
}
