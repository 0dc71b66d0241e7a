import { LocatedError } from '@gotk/located-error';
import { quote } from './quote.js';

/** A point in time. */
export interface Instant {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly unixSeconds: number;
  /** 0 to 999 999 999. */
  readonly nanoseconds: number;
}

const SECONDS_LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICROSECONDS_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';

/**
 * Reads an RFC 3339 time as Go does: a fraction is allowed, also behind a comma.
 * @throws LocatedError `time-syntax` with Go's message.
 */
export function parseTime(text: string): Instant {
  return new TimeReader(text, SECONDS_LAYOUT).read();
}

/** Reads an RFC 3339 time with exactly six digits of fraction, as Kubernetes' MicroTime. @throws LocatedError `time-syntax`. */
export function parseMicroTime(text: string): Instant {
  return new TimeReader(text, MICROSECONDS_LAYOUT).read();
}

/** Reads the elements of a layout one after the other; each error shows what was left of the text. */
class TimeReader {
  #rest: string;

  constructor(
    readonly text: string,
    readonly layout: string,
  ) {
    this.#rest = text;
  }

  read(): Instant {
    const year = this.#readNumber('2006', /^\d{4}/);
    this.#skip('-');
    const month = this.#inRange('month', this.#readNumber('01', /^\d\d/), 1, 12);
    this.#skip('-');
    const day = this.#readNumber('02', /^\d\d/);
    this.#skip('T');
    const hour = this.#inRange('hour', this.#readNumber('15', /^\d\d?/), 0, 23);
    this.#skip(':');
    const minute = this.#inRange('minute', this.#readNumber('04', /^\d\d/), 0, 59);
    this.#skip(':');
    const second = this.#inRange('second', this.#readNumber('05', /^\d\d/), 0, 59);
    const nanoseconds = this.layout === MICROSECONDS_LAYOUT ? this.#readMicroseconds() : this.#readFraction();
    const offsetSeconds = this.#readZone();
    if (this.#rest !== '') throw this.#error(`: extra text: ${quote(this.#rest)}`);
    if (day < 1 || day > daysIn(year, month)) throw this.#error(': day out of range');
    const date = new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
    return { unixSeconds: date + hour * 3600 + minute * 60 + second - offsetSeconds, nanoseconds };
  }

  #readNumber(element: string, pattern: RegExp): number {
    const digits = pattern.exec(this.#rest)?.[0];
    if (digits === undefined) throw this.#cannotParse(element);
    this.#rest = this.#rest.slice(digits.length);
    return Number(digits);
  }

  #skip(separator: string): void {
    if (!this.#rest.startsWith(separator)) throw this.#cannotParse(separator);
    this.#rest = this.#rest.slice(separator.length);
  }

  #inRange(what: string, value: number, low: number, high: number): number {
    if (value < low || value > high) throw this.#error(`: ${what} out of range`);
    return value;
  }

  #readFraction(): number {
    const digits = /^[.,](\d+)/.exec(this.#rest);
    if (digits === null) return 0;
    this.#rest = this.#rest.slice(digits[0].length);
    return Number((digits[1] ?? '').slice(0, 9).padEnd(9, '0'));
  }

  #readMicroseconds(): number {
    const digits = /^[.,](\d{6})/.exec(this.#rest);
    if (digits === null) throw this.#cannotParse('.000000');
    this.#rest = this.#rest.slice(7);
    return Number(digits[1]) * 1000;
  }

  #readZone(): number {
    if (this.#rest.startsWith('Z')) {
      this.#rest = this.#rest.slice(1);
      return 0;
    }
    const zone = /^([-+])(\d\d):(\d\d)/.exec(this.#rest);
    if (zone === null) throw this.#cannotParse('Z07:00');
    const hours = this.#inRange('time zone offset hour', Number(zone[2]), 0, 24);
    const minutes = this.#inRange('time zone offset minute', Number(zone[3]), 0, 60);
    this.#rest = this.#rest.slice(zone[0].length);
    return (zone[1] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
  }

  #cannotParse(element: string): LocatedError {
    return this.#error(` as ${quote(this.layout)}: cannot parse ${quote(this.#rest)} as ${quote(element)}`);
  }

  #error(rest: string): LocatedError {
    return new LocatedError({ code: 'time-syntax', message: `parsing time ${quote(this.text)}${rest}` });
  }
}

function daysIn(year: number, month: number): number {
  return new Date(new Date(0).setUTCFullYear(year, month, 0)).getUTCDate();
}
