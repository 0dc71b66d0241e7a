const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const CLOCK = /^(\d\d):(\d\d):(\d\d)(?:.\d+)?(?:z|[+-]\d\d:\d\d)$/;

/** A UUID, with or without dashes. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Base64 of at least one byte, with its padding. */
export function isBase64(text: string): boolean {
  return BASE64.test(text);
}

/** A day: `2024-01-31`. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(new Date(0).setUTCFullYear(year, month - 1, day));
  return day > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A day and a time of it with its offset, in letters of either case. */
export function isDateTime(text: string): boolean {
  const [date = '', clock] = text.toLowerCase().split('t');
  const match = clock === undefined || !isDate(date) ? null : CLOCK.exec(clock);
  if (match === null) return false;
  const [, hour = '', minute = '', second = ''] = match;
  return hour <= '23' && minute <= '59' && second <= '59';
}
