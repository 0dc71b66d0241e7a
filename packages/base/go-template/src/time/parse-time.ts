import { GoError } from '../functions/go-error.js';
import { textToBytes } from '../text/go-text.js';
import { daysInMonth, isLeapYear, MONTHS, monthOfYearDay, WEEKDAYS } from './calendar.js';
import { type LayoutElement, type LayoutPart, parseLayout } from './layout.js';
import { type ClockFields, type Moment, momentOfClock } from './moment.js';
import { fixedZone, UTC, type Zone } from './zone.js';
import { zoneNameLength } from './zone-name.js';

/** What has been read so far. */
interface Reading {
  readonly layout: string;
  readonly text: string;
  rest: string;
  year: number;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  half: 'AM' | 'PM' | undefined;
  zone: Zone | undefined;
  offset: number | undefined;
  zoneName: string;
}

/** A field that does not fit its element of the layout. */
class BadField extends Error {}

/** time.ParseInLocation. @param zone what a text without a zone is in @throws GoError with Go's message */
export function parseTime(layout: string, text: string, zone: Zone): Moment {
  const reading: Reading = {
    layout,
    text,
    rest: text,
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    half: undefined,
    zone: undefined,
    offset: undefined,
    zoneName: '',
  };
  const parts = parseLayout(layout);
  for (const [index, part] of parts.entries()) readPart(reading, part, parts[index + 1]);
  applyHalfDay(reading);
  const date = dateOf(reading);
  return inZone(reading, { ...date, year: reading.year }, zone);
}

function readPart(reading: Reading, part: LayoutPart, next: LayoutPart | undefined): void {
  const unread = skipText(reading.rest, part.prefix);
  if (typeof unread === 'object') throw cannotParse(reading, part.prefix, unread.stoppedAt);
  reading.rest = unread;
  if (part.element === undefined) {
    if (reading.rest !== '') throw problem(reading, `: extra text: ${quoted(reading.rest)}`);
    return;
  }
  const held = reading.rest;
  try {
    readElement(reading, part, next);
  } catch (error) {
    if (error instanceof BadField) throw cannotParse(reading, part.source, held);
    throw error;
  }
}

/** What follows `prefix` in the text, where runs of spaces count as one. */
function skipText(text: string, prefix: string): string | { readonly stoppedAt: string } {
  let rest = text;
  for (let index = 0; index < prefix.length; index++) {
    const wanted = prefix.charAt(index);
    if (wanted === ' ') {
      if (rest !== '' && !rest.startsWith(' ')) return { stoppedAt: rest };
      while (prefix.charAt(index + 1) === ' ') index++;
      rest = rest.replace(/^ +/, '');
    } else {
      if (!rest.startsWith(wanted)) return { stoppedAt: rest };
      rest = rest.slice(1);
    }
  }
  return rest;
}

function readElement(reading: Reading, part: LayoutPart, next: LayoutPart | undefined): void {
  const { element } = part;
  switch (element) {
    case '15':
      reading.hour = ranged(reading, { value: takeNumber(reading, 1, 2), low: 0, high: 23, name: 'hour' });
      return;
    case '3':
    case '03':
      reading.hour = ranged(reading, { value: takeDigits(reading, element, '03'), low: 0, high: 12, name: 'hour' });
      return;
    case '4':
    case '04':
      reading.minute = ranged(reading, { value: takeDigits(reading, element, '04'), low: 0, high: 59, name: 'minute' });
      return;
    case '5':
    case '05':
      return readSecond(reading, element, next);
    case 'PM':
    case 'pm':
      return readHalfDay(reading, element);
    case 'MST':
      return readZoneName(reading);
    case 'fraction-fixed':
      return readFraction(reading, part.source.length);
    case 'fraction-trimmed':
      if (/^[.,][0-9]/.test(reading.rest)) readFraction(reading, /^[.,][0-9]+/.exec(reading.rest)?.[0].length ?? 0);
      return;
    default:
      if (element !== undefined && !readDate(reading, element)) readOffset(reading, element);
  }
}

/** Reads an element of the date; tells whether it was one. */
function readDate(reading: Reading, element: LayoutElement): boolean {
  switch (element) {
    case '2006':
      if (!/^[0-9]/.test(reading.rest)) throw new BadField();
      reading.year = takeInteger(reading, 4);
      return true;
    case '06': {
      const year = takeInteger(reading, 2);
      reading.year = year + (year >= 69 ? 1900 : 2000);
      return true;
    }
    case 'January':
      reading.month = takeName(reading, MONTHS) + 1;
      return true;
    case 'Jan':
      reading.month = takeName(reading, MONTHS.map(short)) + 1;
      return true;
    case '1':
    case '01':
      reading.month = ranged(reading, { value: takeDigits(reading, element, '01'), low: 1, high: 12, name: 'month' });
      return true;
    case 'Monday':
      takeName(reading, WEEKDAYS);
      return true;
    case 'Mon':
      takeName(reading, WEEKDAYS.map(short));
      return true;
    case '2':
    case '_2':
    case '02':
      if (element === '_2' && reading.rest.startsWith(' ')) reading.rest = reading.rest.slice(1);
      reading.day = takeDigits(reading, element, '02');
      return true;
    case '__2':
    case '002':
      if (element === '__2') reading.rest = reading.rest.replace(/^ {1,2}/, '');
      reading.yearDay = takeNumber(reading, element === '002' ? 3 : 1, 3);
      return true;
    default:
      return false;
  }
}

function short(name: string): string {
  return name.slice(0, 3);
}

function takeName(reading: Reading, names: readonly string[]): number {
  const lower = reading.rest.toLowerCase();
  const found = names.findIndex((name) => lower.startsWith(name.toLowerCase()));
  if (found === -1) throw new BadField();
  reading.rest = reading.rest.slice(names[found]?.length ?? 0);
  return found;
}

/** One or two digits; exactly two when the element is the zero-padded one. */
function takeDigits(reading: Reading, element: string, padded: string): number {
  return takeNumber(reading, element === padded ? 2 : 1, 2);
}

function takeNumber(reading: Reading, atLeast: number, atMost: number): number {
  const digits = new RegExp(`^[0-9]{${atLeast},${atMost}}`).exec(reading.rest)?.[0];
  if (digits === undefined) throw new BadField();
  reading.rest = reading.rest.slice(digits.length);
  return Number(digits);
}

/** A signed integer in exactly this many characters. */
function takeInteger(reading: Reading, length: number): number {
  const field = reading.rest.slice(0, length);
  if (field.length < length || !/^[+-]?[0-9]+$/.test(field)) throw new BadField();
  reading.rest = reading.rest.slice(length);
  return Number(field);
}

function ranged(
  reading: Reading,
  {
    value,
    low,
    high,
    name,
  }: { readonly value: number; readonly low: number; readonly high: number; readonly name: string },
): number {
  if (value < low || value > high) throw problem(reading, `: ${name} out of range`);
  return value;
}

function readSecond(reading: Reading, element: string, next: LayoutPart | undefined): void {
  reading.second = ranged(reading, { value: takeDigits(reading, element, '05'), low: 0, high: 59, name: 'second' });
  // A fraction may follow even where the layout has none.
  const layoutHasFraction = next?.element === 'fraction-fixed' || next?.element === 'fraction-trimmed';
  const fraction = /^[.,][0-9]+/.exec(reading.rest)?.[0];
  if (fraction !== undefined && !layoutHasFraction) readFraction(reading, fraction.length);
}

function readFraction(reading: Reading, length: number): void {
  const field = reading.rest.slice(0, length);
  if (field.length < length || !/^[.,]/.test(field)) throw new BadField();
  const digits = field.slice(1, 10);
  if (!/^[0-9]+$/.test(digits)) throw new BadField();
  reading.nanosecond = Number(digits.padEnd(9, '0'));
  reading.rest = reading.rest.slice(length);
}

function readHalfDay(reading: Reading, element: 'PM' | 'pm'): void {
  const field = reading.rest.slice(0, 2);
  const known = element === 'PM' ? ['AM', 'PM'] : ['am', 'pm'];
  if (!known.includes(field)) throw new BadField();
  reading.half = field.toUpperCase() === 'PM' ? 'PM' : 'AM';
  reading.rest = reading.rest.slice(2);
}

function readZoneName(reading: Reading): void {
  if (reading.rest.startsWith('UTC')) {
    reading.zone = UTC;
    reading.rest = reading.rest.slice(3);
    return;
  }
  const length = zoneNameLength(reading.rest);
  if (length === undefined) throw new BadField();
  reading.zoneName = reading.rest.slice(0, length);
  reading.rest = reading.rest.slice(length);
}

function readOffset(reading: Reading, element: LayoutElement): void {
  if (element.startsWith('Z') && reading.rest.startsWith('Z')) {
    reading.zone = UTC;
    reading.rest = reading.rest.slice(1);
    return;
  }
  const pattern = `^([+-])${element.slice(1).replace(/0[70]/g, '([0-9]{2})')}`;
  const found = new RegExp(pattern).exec(reading.rest);
  if (found === null) throw new BadField();
  const [field, sign, hours = '0', minutes = '0', seconds = '0'] = found;
  reading.rest = reading.rest.slice(field.length);
  ranged(reading, { value: Number(hours), low: 0, high: 24, name: 'time zone offset hour' });
  ranged(reading, { value: Number(minutes), low: 0, high: 60, name: 'time zone offset minute' });
  ranged(reading, { value: Number(seconds), low: 0, high: 60, name: 'time zone offset second' });
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  reading.offset = sign === '-' ? -offset : offset;
}

function applyHalfDay(reading: Reading): void {
  if (reading.half === 'PM' && reading.hour < 12) reading.hour += 12;
  else if (reading.half === 'AM' && reading.hour === 12) reading.hour = 0;
}

function dateOf(reading: Reading): { readonly month: number; readonly day: number } {
  const { year, yearDay } = reading;
  const date =
    yearDay === undefined ? { month: reading.month ?? 1, day: reading.day ?? 1 } : dateOfYearDay(reading, yearDay);
  if (date.day < 1 || date.day > daysInMonth(date.month, year)) throw problem(reading, ': day out of range');
  return date;
}

function dateOfYearDay(reading: Reading, yearDay: number): { readonly month: number; readonly day: number } {
  const leap = isLeapYear(reading.year);
  const common = leap && yearDay > 60 ? yearDay - 1 : yearDay;
  if (common < 1 || common > 365) throw problem(reading, ': day-of-year out of range');
  const date = leap && yearDay === 60 ? { month: 2, day: 29 } : monthOfYearDay(common);
  if (reading.month !== undefined && reading.month !== date.month) {
    throw problem(reading, ': day-of-year does not match month');
  }
  if (reading.day !== undefined && reading.day !== date.day) throw problem(reading, ': day-of-year does not match day');
  return date;
}

function inZone(reading: Reading, date: Pick<ClockFields, 'year' | 'month' | 'day'>, local: Zone): Moment {
  const { hour, minute, second, nanosecond, zone, offset, zoneName } = reading;
  const fields: ClockFields = { ...date, hour, minute, second, nanosecond };
  if (zone !== undefined) return momentOfClock(fields, zone);
  if (offset !== undefined) {
    const moment = momentOfClock(fields, fixedZone(zoneName, offset));
    const there = local.at(moment.seconds);
    const isLocal = there.offset === offset && (zoneName === '' || there.abbreviation === zoneName);
    return isLocal ? { ...moment, zone: local } : moment;
  }
  if (zoneName === '') return momentOfClock(fields, local);
  const inLocal = momentOfClock(fields, local);
  if (local.at(inLocal.seconds).abbreviation === zoneName) return inLocal;
  const gmt = /^GMT([+-][0-9]+)$/.exec(zoneName)?.[1];
  return momentOfClock(fields, fixedZone(zoneName, gmt === undefined ? 0 : Number(gmt) * 3600));
}

function cannotParse({ text, layout }: Reading, element: string, field: string): GoError {
  const what = `cannot parse ${quoted(field)} as ${quoted(element)}`;
  return new GoError(`parsing time ${quoted(text)} as ${quoted(layout)}: ${what}`);
}

function problem({ text }: Reading, message: string): GoError {
  return new GoError(`parsing time ${quoted(text)}${message}`);
}

/** Package time has a quote of its own, in bytes. */
function quoted(text: string): string {
  const escaped = Array.from(textToBytes(text), (byte) => {
    if (byte >= 0x80 || byte < 0x20) return `\\x${byte.toString(16).padStart(2, '0')}`;
    const character = String.fromCharCode(byte);
    return character === '"' || character === '\\' ? `\\${character}` : character;
  });
  return `"${escaped.join('')}"`;
}
