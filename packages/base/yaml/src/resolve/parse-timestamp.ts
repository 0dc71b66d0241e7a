/** A point in time as it was written. */
export interface Timestamp {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits behind the decimal point, without trailing zeros. */
  readonly fraction: string;
  /** `Z` or `±hh:mm`. */
  readonly zone: string;
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
const ZONED_TIME = /^[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?(Z|[-+]\d\d:\d\d)$/;
const LOCAL_TIME = /^ +(\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?$/;

/** Reads a date or a time of the forms go-yaml knows; `undefined` for anything else. */
export function parseTimestamp(text: string): Timestamp | undefined {
  // Most texts end here, so that the patterns are tried on few.
  if (text.length < 8 || text.charCodeAt(4) !== 0x2d) return undefined;
  const date = DATE.exec(text);
  if (date === null) return undefined;
  const rest = text.slice(date[0].length);
  const time = rest === '' ? [] : (ZONED_TIME.exec(rest) ?? LOCAL_TIME.exec(rest));
  if (time === null) return undefined;
  const [year = 0, month = 0, day = 0] = date.slice(1, 4).map(Number);
  const [hour = 0, minute = 0, second = 0] = time.slice(1, 4).map(Number);
  const fraction = (time[4] ?? '').slice(1, 10).replace(/0+$/, '');
  const timestamp = { year, month, day, hour, minute, second, fraction, zone: zoneOf(time[5]) };
  return isInRange(timestamp) ? timestamp : undefined;
}

function zoneOf(text: string | undefined): string {
  return text === undefined || text === '+00:00' || text === '-00:00' ? 'Z' : text;
}

function isInRange({ year, month, day, hour, minute, second, zone }: Timestamp): boolean {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
  if (zone !== 'Z' && (Number(zone.slice(1, 3)) > 24 || Number(zone.slice(4)) > 60)) return false;
  return day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** The time in RFC 3339. */
export function renderTimestamp(time: Timestamp): string {
  const date = `${pad(time.year, 4)}-${pad(time.month, 2)}-${pad(time.day, 2)}`;
  const clock = `${pad(time.hour, 2)}:${pad(time.minute, 2)}:${pad(time.second, 2)}`;
  return `${date}T${clock}${time.fraction === '' ? '' : `.${time.fraction}`}${time.zone}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
