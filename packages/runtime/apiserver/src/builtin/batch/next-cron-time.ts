import type { CronSchedule } from './cron-schedule.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MAX_YEARS = 5;

/**
 * The first time after `afterMs` at which a schedule starts something, in the time zone (default UTC).
 * @returns milliseconds since the epoch; `undefined` when there is none within five years.
 */
export function nextCronTime(schedule: CronSchedule, afterMs: number, timeZone = 'UTC'): number | undefined {
  if (schedule.kind === 'every') return afterMs - (afterMs % 1000) + schedule.intervalMs;
  const clock = wallClock(timeZone);
  const lastMs = afterMs + MAX_YEARS * 366 * DAY_MS;
  let time = afterMs - (afterMs % MINUTE_MS) + MINUTE_MS;
  while (time <= lastMs) {
    const { month, day, weekday, hour, minute } = clock(time);
    const { ofMonth, ofWeek, both } = schedule.days;
    const [dayMatches, weekdayMatches] = [ofMonth.has(day), ofWeek.has(weekday)];
    const isDay = schedule.months.has(month) && (both ? dayMatches && weekdayMatches : dayMatches || weekdayMatches);
    if (!isDay) time += leftOfDay(hour, minute);
    else if (!schedule.hours.has(hour)) time += HOUR_MS - minute * MINUTE_MS;
    else if (!schedule.minutes.has(minute)) time += MINUTE_MS;
    else return time;
  }
  return undefined;
}

/** To the next midnight, but never beyond it on a day that is an hour short. */
function leftOfDay(hour: number, minute: number): number {
  const left = DAY_MS - hour * HOUR_MS - minute * MINUTE_MS;
  return left > HOUR_MS ? left - HOUR_MS : left;
}

interface WallTime {
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function wallClock(timeZone: string): (timeMs: number) => WallTime {
  if (timeZone === 'UTC')
    return (timeMs) => {
      const date = new Date(timeMs);
      return {
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        weekday: date.getUTCDay(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
      };
    };
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (timeMs) => {
    const parts = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, value]));
    const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
    const weekday = WEEKDAYS.indexOf(parts.get('weekday') ?? '');
    return { month: number('month'), day: number('day'), weekday, hour: number('hour'), minute: number('minute') };
  };
}
