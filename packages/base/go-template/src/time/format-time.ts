import { MONTHS, WEEKDAYS, yearDayOf } from './calendar.js';
import { type LayoutPart, parseLayout } from './layout.js';
import { type ClockReading, type Moment, readClock } from './moment.js';

/** Time.Format. */
export function formatTime(moment: Moment, layout: string): string {
  const clock = readClock(moment);
  let out = '';
  for (const part of parseLayout(layout)) out += part.prefix + element(part, clock, moment);
  return out;
}

/** Time.String. */
export function timeText(moment: Moment): string {
  return formatTime(moment, '2006-01-02 15:04:05.999999999 -0700 MST');
}

function element(part: LayoutPart, clock: ClockReading, moment: Moment): string {
  switch (part.element) {
    case undefined:
      return '';
    case 'fraction-fixed':
    case 'fraction-trimmed':
      return fraction(part, moment.nanoseconds);
    case 'MST':
      return clock.abbreviation === '' ? offsetText('-0700', clock.offset) : clock.abbreviation;
    default:
      return part.element.startsWith('-') || part.element.startsWith('Z')
        ? offsetText(part.element, clock.offset)
        : (dateElement(part.element, clock) ?? clockElement(part.element, clock));
  }
}

function dateElement(name: string, clock: ClockReading): string | undefined {
  const { year, month, day, weekday } = clock;
  switch (name) {
    case '2006':
      return padded(year, 4);
    case '06':
      return padded(Math.abs(year) % 100, 2);
    case 'January':
      return MONTHS[month - 1] ?? '';
    case 'Jan':
      return (MONTHS[month - 1] ?? '').slice(0, 3);
    case '1':
      return String(month);
    case '01':
      return padded(month, 2);
    case 'Monday':
      return WEEKDAYS[weekday] ?? '';
    case 'Mon':
      return (WEEKDAYS[weekday] ?? '').slice(0, 3);
    case '2':
      return String(day);
    case '_2':
      return String(day).padStart(2);
    case '02':
      return padded(day, 2);
    case '__2':
      return String(yearDayOf(clock)).padStart(3);
    case '002':
      return padded(yearDayOf(clock), 3);
    default:
      return undefined;
  }
}

function clockElement(name: string, { hour, minute, second }: ClockReading): string {
  switch (name) {
    case '15':
      return padded(hour, 2);
    case '3':
      return String(hour % 12 || 12);
    case '03':
      return padded(hour % 12 || 12, 2);
    case '4':
      return String(minute);
    case '04':
      return padded(minute, 2);
    case '5':
      return String(second);
    case '05':
      return padded(second, 2);
    case 'PM':
      return hour >= 12 ? 'PM' : 'AM';
    default:
      return hour >= 12 ? 'pm' : 'am';
  }
}

function fraction({ element, source }: LayoutPart, nanoseconds: number): string {
  const digits = String(nanoseconds)
    .padStart(9, '0')
    .padEnd(source.length - 1, '0')
    .slice(0, source.length - 1);
  if (element === 'fraction-fixed') return source.charAt(0) + digits;
  const shown = digits.replace(/0+$/, '');
  return shown === '' ? '' : source.charAt(0) + shown;
}

function offsetText(layout: string, offset: number): string {
  if (layout.startsWith('Z') && offset === 0) return 'Z';
  const magnitude = Math.abs(offset);
  // A negative offset of less than a minute shows a plus, as Go counts in minutes here.
  const sign = Math.trunc(offset / 60) < 0 ? '-' : '+';
  const minutes = Math.trunc(magnitude / 60);
  const fields = [padded(Math.trunc(minutes / 60), 2), padded(minutes % 60, 2), padded(magnitude % 60, 2)];
  const count = (layout.match(/0./g) ?? []).length;
  return sign + fields.slice(0, count).join(layout.includes(':') ? ':' : '');
}

function padded(value: number, width: number): string {
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, '0');
}
