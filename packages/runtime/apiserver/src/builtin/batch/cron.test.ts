import { parseDurationMs } from '@gotk/duration';
import { describe, expect, it } from 'vitest';
import { parseCronSchedule } from './cron-schedule.js';
import { nextCronTime } from './next-cron-time.js';

const next = (schedule: string, after: string, zone?: string): string | undefined => {
  const time = nextCronTime(parseCronSchedule(schedule, parseDurationMs), Date.parse(after), zone);
  return time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
};

describe('the next time of a schedule', () => {
  it.each([
    ['*/5 * * * *', '2026-03-01T10:02:30Z', '2026-03-01T10:05:00Z'],
    ['*/5 * * * *', '2026-03-01T10:05:00Z', '2026-03-01T10:10:00Z'],
    ['0 3 * * *', '2026-03-01T10:00:00Z', '2026-03-02T03:00:00Z'],
    ['30 9 * * mon-fri', '2026-03-06T10:00:00Z', '2026-03-09T09:30:00Z'],
    ['0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['0 0 13 * 5', '2026-03-01T00:00:00Z', '2026-03-06T00:00:00Z'],
    ['0 0 31 4 *', '2026-03-01T00:00:00Z', undefined],
    ['@hourly', '2026-03-01T10:59:59Z', '2026-03-01T11:00:00Z'],
    ['@weekly', '2026-03-01T00:00:00Z', '2026-03-08T00:00:00Z'],
    ['@yearly', '2026-03-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['@every 90s', '2026-03-01T10:00:00Z', '2026-03-01T10:01:30Z'],
  ])('%s after %s', (schedule, after, expected) => {
    expect(next(schedule, after)).toBe(expected);
  });

  it.each([
    ['0 3 * * *', 'Europe/Berlin', '2026-01-10T12:00:00Z', '2026-01-11T02:00:00Z'],
    ['0 3 * * *', 'Europe/Berlin', '2026-07-10T12:00:00Z', '2026-07-11T01:00:00Z'],
    ['30 1 * * *', 'America/New_York', '2026-03-08T00:00:00Z', '2026-03-08T06:30:00Z'],
    ['0 0 1 * *', 'Asia/Kolkata', '2026-03-10T00:00:00Z', '2026-03-31T18:30:00Z'],
  ])('%s in %s', (schedule, zone, after, expected) => {
    expect(next(schedule, after, zone)).toBe(expected);
  });
});

describe('a wrong schedule is told in the words of the library', () => {
  it.each([
    ['', 'empty spec string'],
    ['every day', 'expected exactly 5 fields, found 2: [every day]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['@sometimes', 'unrecognized descriptor: @sometimes'],
  ])('%s', (schedule, message) => {
    expect(() => parseCronSchedule(schedule, parseDurationMs)).toThrow(message);
  });
});
