import { renderDuration, roundDuration } from '@gotk/duration';
import type { Run } from '../compile/run.js';
import { parseGoInt } from '../number/parse-number.js';
import { parseDuration } from '../time/duration.js';
import { formatTime } from '../time/format-time.js';
import { addNanoseconds, type Moment, momentOfMs, nanosecondsBetween, ZERO_TIME } from '../time/moment.js';
import { parseTime } from '../time/parse-time.js';
import { goTime, momentOf, time } from '../time/time-value.js';
import { findZone, UTC, type Zone } from '../time/zone.js';
import { GoInt, type IntegerValue, wrapInt64 } from '../value/go-int.js';
import type { GoValue } from '../value/go-value.js';
import { GoError } from './go-error.js';
import { type Call, fixed, type GoFunction, renamed } from './go-function.js';
import { any, text } from './parameter-type.js';

const SECOND = 1_000_000_000n;
const HOUR = 3_600n * SECOND;

const dateInZone = fixed('dateInZone', [text, any, text], (layout, value, zone, { run }) => {
  return formatIn(layout, { value, zone }, run);
});
const dateModify = fixed('dateModify', [text, time], (by, moment) => {
  const duration = orUndefined(() => parseDuration(by));
  return goTime(duration === undefined ? moment : addNanoseconds(moment, duration));
});
const mustDateModify = fixed('mustDateModify', [text, time], (by, moment) => {
  return goTime(addNanoseconds(moment, parseDuration(by)));
});

/** sprig's functions on dates. Local is the time zone of the environment. */
export const dateFunctions: readonly GoFunction[] = [
  fixed('ago', [any], ago),
  fixed('date', [text, any], (layout, value, { run }) => formatIn(layout, { value, zone: 'Local' }, run)),
  dateInZone,
  renamed('date_in_zone', dateInZone),
  dateModify,
  renamed('date_modify', dateModify),
  mustDateModify,
  renamed('must_date_modify', mustDateModify),
  fixed('duration', [any], (value) => renderDuration(BigInt(wrapInt64(secondsOf(value) * SECOND)))),
  fixed('durationRound', [any], (value, { run }) => roughDuration(durationOf(value, run))),
  fixed('htmlDate', [any], (value, { run }) => formatIn('2006-01-02', { value, zone: 'Local' }, run)),
  fixed('htmlDateInZone', [any, text], (value, zone, { run }) => formatIn('2006-01-02', { value, zone }, run)),
  fixed('mustToDate', [text, text], (layout, value, { run }) => goTime(parseTime(layout, value, localZone(run)))),
  fixed('now', [], ({ run }) => goTime(currentTime(run))),
  fixed('toDate', [text, text], (layout, value, { run }) => {
    return goTime(orUndefined(() => parseTime(layout, value, localZone(run))) ?? ZERO_TIME);
  }),
  fixed('unixEpoch', [time], ({ seconds }) => String(seconds)),
];

function orUndefined<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

function localZone({ environment }: Run): Zone {
  return findZone('Local', environment.timeZone ?? 'UTC') ?? UTC;
}

function currentTime(run: Run): Moment {
  return momentOfMs(run.environment.now(), localZone(run));
}

function formatIn(
  layout: string,
  { value, zone }: { readonly value: GoValue; readonly zone: string },
  run: Run,
): string {
  const moment = momentOf(value) ?? momentOfSeconds(value, run, ['int', 'int64', 'int32']);
  const found = findZone(zone, run.environment.timeZone ?? 'UTC') ?? UTC;
  return formatTime({ ...moment, zone: found }, layout);
}

/** Integers of these types are seconds since the epoch; anything else means now. */
function momentOfSeconds(value: GoValue, run: Run, types: readonly string[]): Moment {
  if (!(value instanceof GoInt) || !types.includes(value.type.name)) return currentTime(run);
  return { seconds: Number(value.value), nanoseconds: 0, zone: localZone(run) };
}

function ago(value: GoValue, { run }: Call): string {
  const moment = momentOf(value) ?? momentOfSeconds(value, run, ['int', 'int64']);
  return renderDuration(roundDuration(nanosecondsBetween(currentTime(run), moment), SECOND));
}

function secondsOf(value: GoValue): bigint {
  if (value instanceof GoInt && value.type.name === 'int64') return BigInt(value.value);
  if (typeof value !== 'string') return 0n;
  const parsed = parseGoInt(value, 10);
  return parsed.ok ? parsed.value : parsed.nearest;
}

function durationOf(value: GoValue, run: Run): IntegerValue {
  const moment = momentOf(value);
  if (moment !== undefined) return wrapInt64(nanosecondsBetween(currentTime(run), moment));
  if (value instanceof GoInt && value.type.name === 'int64') return value.value;
  return typeof value === 'string' ? wrapInt64(orUndefined(() => parseDuration(value)) ?? 0n) : 0;
}

/** The largest unit that a duration exceeds, in whole numbers of it. */
function roughDuration(duration: IntegerValue): string {
  const nanoseconds = BigInt(duration);
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const units: readonly (readonly [bigint, string])[] = [
    [HOUR * 24n * 365n, 'y'],
    [HOUR * 24n * 30n, 'mo'],
    [HOUR * 24n, 'd'],
    [HOUR, 'h'],
    [60n * SECOND, 'm'],
    [SECOND, 's'],
  ];
  const unit = units.find(([length]) => magnitude > length);
  return unit === undefined ? '0s' : `${magnitude / unit[0]}${unit[1]}`;
}
