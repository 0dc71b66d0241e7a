import { type FunctionDeclaration, memberOverload, type Overload } from '../../environment/function-declaration.js';
import { DURATION, INT, STRING, TIMESTAMP } from '../../types/cel-type.js';
import type { CelDuration, CelTimestamp } from '../../values/cel-time.js';
import type { CelValue } from '../../values/value.js';
import { wallClock } from './wall-clock.js';

const DAY_MS = 86_400_000;

/** The parts of times and durations. */
export const TIME_FUNCTIONS: readonly FunctionDeclaration[] = [
  part('getFullYear', 'year', (wall) => wall.getUTCFullYear()),
  part('getMonth', 'month', (wall) => wall.getUTCMonth()),
  part('getDayOfYear', 'day_of_year', dayOfYear),
  part('getDayOfMonth', 'day_of_month', (wall) => wall.getUTCDate() - 1),
  part('getDate', 'day_of_month_1_based', (wall) => wall.getUTCDate()),
  part('getDayOfWeek', 'day_of_week', (wall) => wall.getUTCDay()),
  part('getHours', 'hours', (wall) => wall.getUTCHours(), 3_600_000_000_000n),
  part('getMinutes', 'minutes', (wall) => wall.getUTCMinutes(), 60_000_000_000n),
  part('getSeconds', 'seconds', (wall) => wall.getUTCSeconds(), 1_000_000_000n),
  part('getMilliseconds', 'milliseconds', (wall) => wall.getUTCMilliseconds(), 1_000_000n),
];

function dayOfYear(wall: Date): number {
  const today = new Date(0).setUTCFullYear(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate());
  return (today - new Date(0).setUTCFullYear(wall.getUTCFullYear(), 0, 1)) / DAY_MS;
}

/** `unit`: how many nanoseconds the part of a duration has. */
function part(name: string, id: string, read: (wall: Date) => number, unit?: bigint): FunctionDeclaration {
  const read0 = (time: CelValue) => BigInt(read(wallClock(time as CelTimestamp, 'UTC')));
  const read1 = (time: CelValue, zone: CelValue) => BigInt(read(wallClock(time as CelTimestamp, zone as string)));
  const withZone = `timestamp_to_${id}${id === 'seconds' ? '_tz' : '_with_tz'}`;
  const overloads: Overload[] = [
    memberOverload(`timestamp_to_${id}`, [TIMESTAMP], INT, { unary: read0 }),
    memberOverload(withZone, [TIMESTAMP, STRING], INT, { binary: read1 }),
  ];
  if (unit !== undefined) {
    const unary = (value: CelValue) => (value as CelDuration).nanoseconds / unit;
    overloads.push(memberOverload(`duration_to_${id}`, [DURATION], INT, { unary }));
  }
  return { name, overloads };
}
