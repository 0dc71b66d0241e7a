import { goQuote } from '@gotk/json';
import { CelError } from '../../values/cel-error.js';
import { type CelTimestamp, unixSeconds } from '../../values/cel-time.js';

/** What clocks of a zone show, as if it were UTC. Zones are offsets such as `+02:00` or names such as `Europe/Paris`. */
export function wallClock(time: CelTimestamp, zone: string): Date {
  const seconds = Number(unixSeconds(time));
  const millis = Number((time.nanoseconds - BigInt(seconds) * 1_000_000_000n) / 1_000_000n);
  const utc = seconds * 1000 + millis;
  const colon = zone.indexOf(':');
  return new Date(utc + (colon < 0 ? namedOffset(zone, utc) : writtenOffset(zone, colon)) * 1000);
}

/** The seconds of an offset such as `-08:30`; hours may have a sign, minutes are taken off after a minus. */
function writtenOffset(zone: string, colon: number): number {
  const hours = parseWhole(zone.slice(0, colon));
  const minutes = parseWhole(zone.slice(colon + 1));
  return (zone.startsWith('-') ? hours * 60 - minutes : hours * 60 + minutes) * 60;
}

function parseWhole(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new CelError(`strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`);
}

function namedOffset(zone: string, utc: number): number {
  if (zone === '' || zone === 'UTC' || zone === 'Local') return 0;
  if (zone.includes('\0')) throw new CelError('invalid argument');
  if (/^[/\\]|\.\./.test(zone)) throw new CelError('time: invalid location name');
  try {
    if (!/^[A-Za-z]/.test(zone)) throw new RangeError();
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
      ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
    });
    if (!isNameWritten(zone, format.resolvedOptions().timeZone)) throw new RangeError();
    const parts = new Map(format.formatToParts(utc).map(({ type, value }) => [type, value]));
    const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const year = parts.get('era') === 'BC' ? 1 - read('year') : read('year');
    const wall = new Date(0).setUTCFullYear(year, read('month') - 1, read('day'));
    const clock = (read('hour') * 60 + read('minute')) * 60 + read('second');
    return Math.round((wall - Math.floor(utc / 1000) * 1000) / 1000) + clock;
  } catch {
    throw new CelError(`unknown time zone ${zone}`);
  }
}

/** Names of zones are files in Go: their case counts. */
function isNameWritten(zone: string, canonical: string): boolean {
  if (zone.toLowerCase() === canonical.toLowerCase()) return zone === canonical;
  return zone.split('/').every((part) => /^[A-Z]/.test(part));
}
