import { renderDuration, roundDuration, truncateDuration } from '@gotk/duration';
import { GoError, GoPanic } from '../functions/go-error.js';
import { fixed, type GoFunction, method } from '../functions/go-function.js';
import { any, bytes, int, type ParameterType, text } from '../functions/parameter-type.js';
import { textToBytes } from '../text/go-text.js';
import { quoteText } from '../text/quote.js';
import { GoInt, goInt, goInt64, goUint64, type IntegerValue, wrapInt64 } from '../value/go-int.js';
import { GoBytes } from '../value/go-slice.js';
import { type GoField, GoStruct, type GoStructType } from '../value/go-struct.js';
import { BYTES, type GoType } from '../value/go-type.js';
import type { GoValue } from '../value/go-value.js';
import { MONTHS, WEEKDAYS, yearDayOf } from './calendar.js';
import { formatTime, timeText } from './format-time.js';
import { goLocation, location } from './location-value.js';
import { addNanoseconds, type Moment, momentOfClock, nanosecondsBetween, readClock, ZERO_TIME } from './moment.js';
import { findZone, UTC, type Zone } from './zone.js';

/** A Go `time.Time`. */
export function goTime(moment: Moment): GoStruct {
  return new GoStruct(TIME, moment);
}

/** The moment of a `time.Time`, or `undefined` when the value is none. */
export function momentOf(value: GoValue): Moment | undefined {
  // Only `goTime` makes values of this type.
  return value instanceof GoStruct && value.type === TIME ? (value.data as Moment) : undefined;
}

/** A Go `time.Duration` of nanoseconds. */
export function goDuration(nanoseconds: bigint): GoInt {
  return new GoInt(DURATION, wrapInt64(nanoseconds));
}

/** The parameter type `time.Time`. */
export const time: ParameterType<Moment> = { name: 'time.Time', kind: 'struct', accept: momentOf };

/** The parameter type `time.Duration`. */
export const duration: ParameterType<bigint> = {
  name: 'time.Duration',
  kind: 'int64',
  ofInteger: (value) => value,
  accept: (value) => (value instanceof GoInt && value.type === DURATION ? BigInt(value.value) : undefined),
};

const BILLION = 1_000_000_000n;

function nanosecondsOf(value: GoInt): bigint {
  return BigInt(value.value);
}

function durationMethods(): readonly GoFunction[] {
  const self = any as ParameterType<GoInt>;
  const inUnits = (name: string, unit: number): GoFunction => {
    return fixed(name, [self], (value) => Number(nanosecondsOf(value)) / unit);
  };
  return [
    fixed('String', [self], (value) => renderDuration(nanosecondsOf(value))),
    inUnits('Hours', 3.6e12),
    inUnits('Minutes', 6e10),
    inUnits('Seconds', 1e9),
    fixed('Milliseconds', [self], (value) => goInt64(wrapInt64(nanosecondsOf(value) / 1_000_000n))),
    fixed('Microseconds', [self], (value) => goInt64(wrapInt64(nanosecondsOf(value) / 1_000n))),
    fixed('Nanoseconds', [self], (value) => goInt64(value.value)),
    fixed('Abs', [self], (value) => goDuration(absolute(nanosecondsOf(value)))),
    fixed('Truncate', [self, duration], (value, unit) => goDuration(truncateDuration(nanosecondsOf(value), unit))),
    fixed('Round', [self, duration], (value, unit) => goDuration(roundDuration(nanosecondsOf(value), unit))),
  ];
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

export const DURATION: GoType = {
  name: 'time.Duration',
  kind: 'int64',
  methods: methodTable(durationMethods()),
  toText: (value) => renderDuration(nanosecondsOf(value as GoInt)),
};

const MONTH: GoType = namedInteger('time.Month', MONTHS, 1);
const WEEKDAY: GoType = namedInteger('time.Weekday', WEEKDAYS, 0);

function namedInteger(name: string, names: readonly string[], first: number): GoType {
  const toText = (value: GoValue): string => {
    const { value: number } = value as GoInt;
    return names[Number(number) - first] ?? `%!${name.slice(5)}(${number})`;
  };
  return { name, kind: 'int', toText, methods: methodTable([fixed('String', [any], toText)]) };
}

function methodTable(functions: readonly GoFunction[]): ReadonlyMap<string, GoFunction> {
  return new Map(functions.map((definition) => [definition.name, method(definition)]));
}

/** Methods whose results templates cannot take. */
function refused(name: string, badSignature: string): GoFunction {
  return { ...fixed(name, [any], () => null), badSignature };
}

function second(name: string, type: string): GoFunction {
  return refused(name, `invalid function signature for ${name}: second return value should be error; is ${type}`);
}

function many(name: string, results: number): GoFunction {
  return refused(name, `function ${name} has ${results} return values; should be 1 or 2`);
}

function clockMethods(): readonly GoFunction[] {
  return [
    fixed('Year', [time], (moment) => goInt(readClock(moment).year)),
    fixed('Month', [time], (moment) => new GoInt(MONTH, readClock(moment).month)),
    fixed('Day', [time], (moment) => goInt(readClock(moment).day)),
    fixed('Weekday', [time], (moment) => new GoInt(WEEKDAY, readClock(moment).weekday)),
    fixed('YearDay', [time], (moment) => goInt(yearDayOf(readClock(moment)))),
    fixed('Hour', [time], (moment) => goInt(readClock(moment).hour)),
    fixed('Minute', [time], (moment) => goInt(readClock(moment).minute)),
    fixed('Second', [time], (moment) => goInt(readClock(moment).second)),
    fixed('Nanosecond', [time], (moment) => goInt(moment.nanoseconds)),
    second('ISOWeek', 'int'),
    second('Zone', 'int'),
    second('ZoneBounds', 'time.Time'),
    many('Date', 3),
    many('Clock', 3),
  ];
}

function epochMethods(): readonly GoFunction[] {
  const since = (name: string, perSecond: bigint): GoFunction => {
    return fixed(name, [time], (moment) => goInt64(unixIn(moment, perSecond)));
  };
  return [since('Unix', 1n), since('UnixMilli', 1_000n), since('UnixMicro', 1_000_000n), since('UnixNano', BILLION)];
}

function unixIn({ seconds, nanoseconds }: Moment, perSecond: bigint): IntegerValue {
  return wrapInt64(BigInt(seconds) * perSecond + BigInt(nanoseconds) / (BILLION / perSecond));
}

function comparisonMethods(): readonly GoFunction[] {
  const compare = (a: Moment, b: Moment): number => a.seconds - b.seconds || a.nanoseconds - b.nanoseconds;
  return [
    fixed('IsZero', [time], (moment) => compare(moment, ZERO_TIME) === 0),
    fixed('After', [time, time], (moment, other) => compare(moment, other) > 0),
    fixed('Before', [time, time], (moment, other) => compare(moment, other) < 0),
    fixed('Equal', [time, time], (moment, other) => compare(moment, other) === 0),
    fixed('Compare', [time, time], (moment, other) => goInt(Math.sign(compare(moment, other)))),
  ];
}

function arithmeticMethods(): readonly GoFunction[] {
  return [
    fixed('Add', [time, duration], (moment, by) => goTime(addNanoseconds(moment, by))),
    fixed('Sub', [time, time], (moment, other) => goDuration(nanosecondsBetween(moment, other))),
    fixed('AddDate', [time, int, int, int], (moment, years, months, days) => {
      const clock = readClock(moment);
      const date = { year: clock.year + years, month: clock.month + months, day: clock.day + days };
      return goTime(momentOfClock({ ...clock, ...date, nanosecond: moment.nanoseconds }, moment.zone));
    }),
    fixed('Truncate', [time, duration], (moment, unit) => goTime(alignTo(moment, unit, truncateDuration))),
    fixed('Round', [time, duration], (moment, unit) => goTime(alignTo(moment, unit, roundDuration))),
    fixed('UTC', [time], (moment) => goTime({ ...moment, zone: UTC })),
    // Times are in the local zone unless they were put into another one.
    fixed('Local', [time], (moment, { run }) => {
      return goTime({ ...moment, zone: findZone('Local', run.environment.timeZone ?? 'UTC') ?? UTC });
    }),
    ...zoneMethods(),
  ];
}

function zoneMethods(): readonly GoFunction[] {
  return [
    fixed('In', [time, location], (moment, { zone }) => {
      if (zone === undefined) throw new GoPanic('time: missing Location in call to Time.In');
      return goTime({ ...moment, zone });
    }),
    fixed('Location', [time], ({ zone }) => goLocation(zone)),
    fixed('IsDST', [time], isSummerTime),
  ];
}

/** Whether the clock is ahead of where it stands at another time of the year. */
function isSummerTime({ seconds, zone }: Moment): boolean {
  const quarter = 91 * 86_400;
  const offsets = [-2, -1, 1, 2].map((quarters) => zone.at(seconds + quarters * quarter).offset);
  return zone.at(seconds).offset > Math.min(...offsets);
}

/** Rounds the time since Go's zero time. */
function alignTo(moment: Moment, unit: bigint, round: (value: bigint, unit: bigint) => bigint): Moment {
  const elapsed = BigInt(moment.seconds - ZERO_TIME.seconds) * BILLION + BigInt(moment.nanoseconds);
  return addNanoseconds(moment, round(elapsed, unit) - elapsed);
}

function textMethods(): readonly GoFunction[] {
  return [
    fixed('Format', [time, text], (moment, layout) => formatTime(moment, layout)),
    fixed('String', [time], timeText),
    fixed('GoString', [time], goText),
    fixed('MarshalText', [time], (moment) => goBytes(textToBytes(marshaledText(moment, 'MarshalText')))),
    fixed('MarshalJSON', [time], (moment) => goBytes(textToBytes(`"${marshaledText(moment, 'MarshalJSON')}"`))),
    fixed('MarshalBinary', [time], (moment) => goBytes(marshaledBytes(moment))),
    fixed('AppendFormat', [time, bytes, text], (moment, before, layout) => {
      return appended(before, textToBytes(formatTime(moment, layout)));
    }),
    fixed('AppendText', [time, bytes], (moment, before) => {
      return appended(before, textToBytes(marshaledText(moment, 'AppendText')));
    }),
    fixed('AppendBinary', [time, bytes], (moment, before) => appended(before, marshaledBytes(moment))),
    fixed('GobEncode', [time], (moment) => goBytes(marshaledBytes(moment))),
  ];
}

function goBytes(content: Uint8Array): GoBytes {
  return new GoBytes(BYTES, content);
}

function appended(before: Uint8Array, more: Uint8Array): GoBytes {
  const all = new Uint8Array(before.length + more.length);
  all.set(before);
  all.set(more, before.length);
  return goBytes(all);
}

function marshaledText(moment: Moment, by: string): string {
  const { year } = readClock(moment);
  if (year < 0 || year > 9999) throw new GoError(`Time.${by}: year outside of range [0,9999]`);
  return formatTime(moment, '2006-01-02T15:04:05.999999999Z07:00');
}

/** A version, the seconds since the year 1, the nanoseconds, and the minutes of the zone with -1 for UTC. */
function marshaledBytes(moment: Moment): Uint8Array {
  const { offset } = readClock(moment);
  const isPlain = moment.zone.name === 'UTC' || offset % 60 === 0;
  const view = new DataView(new ArrayBuffer(isPlain ? 15 : 16));
  view.setUint8(0, isPlain ? 1 : 2);
  view.setBigInt64(1, BigInt(moment.seconds - ZERO_TIME.seconds));
  view.setInt32(9, moment.nanoseconds);
  view.setInt16(13, moment.zone.name === 'UTC' ? -1 : Math.trunc(offset / 60));
  if (!isPlain) view.setInt8(15, offset % 60);
  return new Uint8Array(view.buffer);
}

/** What fmt shows of a time under verbs that are not for text. */
function hiddenFields(): readonly GoField[] {
  const hidden = (name: string, get: (moment: Moment) => GoValue): GoField => {
    return { name, isUnexported: true, get: ({ data }) => get(data as Moment) };
  };
  return [
    hidden('wall', ({ nanoseconds }) => goUint64(nanoseconds)),
    hidden('ext', ({ seconds }) => goInt64(seconds - ZERO_TIME.seconds)),
    hidden('loc', ({ zone }) => goLocation(isUtc(zone) ? undefined : zone)),
  ];
}

/** The call that makes the time. */
function goText(moment: Moment): string {
  const { year, month, day, hour, minute, second } = readClock(moment);
  const { zone, nanoseconds } = moment;
  const location = isUtc(zone) ? `time.${zone.name}` : `time.Location(${quoteText(zone.name)})`;
  const parts = [year, `time.${MONTHS[month - 1]}`, day, hour, minute, second, nanoseconds, location];
  return `time.Date(${parts.join(', ')})`;
}

/** Go keeps no location for UTC, nor for a local zone that is UTC. */
function isUtc({ name }: Zone): boolean {
  return name === 'UTC' || name === 'Local';
}

export const TIME: GoStructType = {
  name: 'time.Time',
  kind: 'struct',
  fields: hiddenFields(),
  toText: (value) => timeText(momentOf(value) ?? ZERO_TIME),
  toGoText: (value) => goText(momentOf(value) ?? ZERO_TIME),
  toJson: (value) => {
    try {
      return `"${marshaledText(momentOf(value) ?? ZERO_TIME, 'MarshalJSON')}"`;
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      throw new GoError(`json: error calling MarshalJSON for type time.Time: ${error.message}`);
    }
  },
  methods: methodTable([
    ...clockMethods(),
    ...epochMethods(),
    ...comparisonMethods(),
    ...arithmeticMethods(),
    ...textMethods(),
  ]),
};
