const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/** What Go takes for no time. */
export const ZERO_TIME = '0001-01-01T00:00:00Z';

/** A time in RFC 3339 as Go writes it again; what is none is Go's zero time. */
export function normalTime(text: string): string {
  const match = TIME.exec(text);
  if (match === null || Number.isNaN(Date.parse(text))) return ZERO_TIME;
  const [, date = '', clock = '', fraction = '', zone = ''] = match;
  const digits = fraction.slice(0, 9).replace(/0+$/, '');
  return `${date}T${clock}${digits === '' ? '' : `.${digits}`}${/^[+-]00:00$/.test(zone) ? 'Z' : zone}`;
}
