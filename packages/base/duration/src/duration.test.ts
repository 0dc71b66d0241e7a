import { LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  durationFromMs,
  durationToMs,
  HOUR,
  MINUTE,
  parseDuration,
  parseDurationMs,
  parseMicroTime,
  parseTime,
  renderDuration,
  renderHumanDuration,
  renderMicroTime,
  renderTime,
  roundDuration,
  SECOND,
  truncateDuration,
} from './index.js';

describe('durations', () => {
  it.each([
    ['0', '0s'],
    ['1h30m', '1h30m0s'],
    ['-1.5h', '-1h30m0s'],
    ['.5s', '500ms'],
    ['1ms1us1ns', '1.001001ms'],
    ['0.3333333333333333333h', '20m0s'],
    ['9223372036854775807ns', '2562047h47m16.854775807s'],
    ['-9223372036854775808ns', '-2562047h47m16.854775808s'],
  ])('%s is %s', (text, rendered) => expect(renderDuration(parseDuration(text))).toBe(rendered));

  it.each([
    ['', 'time: invalid duration ""'],
    ['1', 'time: missing unit in duration "1"'],
    ['1d', 'time: unknown unit "d" in duration "1d"'],
    ['1h-30m', 'time: unknown unit "h-" in duration "1h-30m"'],
    ['é', 'time: invalid duration "\\xc3\\xa9"'],
    ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
    ['1'.repeat(2000), `time: invalid duration "${'1'.repeat(2000)}"`],
  ])('%s is none', (text, message) => expect(() => parseDuration(text)).toThrow(message));

  it('convert to milliseconds and back', () => {
    expect(parseDurationMs('1.5s')).toBe(1500);
    expect(durationToMs(durationFromMs(0.5))).toBe(0.5);
  });

  it('round half away from zero and truncate towards it', () => {
    expect(renderDuration(roundDuration(parseDuration('-1.5s'), SECOND))).toBe('-2s');
    expect(renderDuration(truncateDuration(parseDuration('-1.5s'), SECOND))).toBe('-1s');
    expect(renderDuration(roundDuration(parseDuration('7m'), 5n * MINUTE))).toBe('5m0s');
  });

  it.each([
    [-5n * SECOND, '<invalid>'],
    [0n, '0s'],
    [119n * SECOND, '119s'],
    [5n * MINUTE + 3n * SECOND, '5m3s'],
    [100n * MINUTE, '100m'],
    [7n * HOUR + 5n * MINUTE, '7h5m'],
    [30n * HOUR, '30h'],
    [50n * HOUR, '2d2h'],
    [30n * 24n * HOUR, '30d'],
    [800n * 24n * HOUR, '2y70d'],
  ])('%s is shown as %s', (duration, shown) => expect(renderHumanDuration(duration)).toBe(shown));
});

describe('times', () => {
  it.each([
    ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05Z'],
    ['2024-01-02T03:04:05.987+02:00', '2024-01-02T01:04:05Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ])('%s is %s', (text, rendered) => expect(renderTime(parseTime(text))).toBe(rendered));

  it('have six digits of fraction where they are MicroTimes', () => {
    expect(renderMicroTime(parseMicroTime('2024-01-02T03:04:05.123456Z'))).toBe('2024-01-02T03:04:05.123456Z');
    expect(() => parseMicroTime('2024-01-02T03:04:05Z')).toThrow('cannot parse "Z" as ".000000"');
  });

  it.each([
    ['', 'parsing time "" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "2006"'],
    ['2023-02-29T00:00:00Z', 'parsing time "2023-02-29T00:00:00Z": day out of range'],
    ['2024-13-01T00:00:00Z', 'parsing time "2024-13-01T00:00:00Z": month out of range'],
    ['2024-01-01T00:00:00Zx', 'parsing time "2024-01-01T00:00:00Zx": extra text: "x"'],
  ])('%j is none', (text, message) => expect(() => parseTime(text)).toThrow(message));
});

describe('properties', () => {
  it('a duration reads as itself', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (duration) => {
        // Above 2^53 a fraction of a second is still exact: seconds and fraction are read apart.
        expect(parseDuration(renderDuration(duration))).toBe(duration);
      }),
    );
  });

  it('a time reads as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (unixSeconds) => {
        expect(parseTime(renderTime({ unixSeconds, nanoseconds: 0 }))).toEqual({ unixSeconds, nanoseconds: 0 });
      }),
    );
  });

  it('any text is read or refused with an error of ours', () => {
    const text = fc.array(fc.constantFrom('1', '0', '.', 'h', 'm', 's', 'µs', '-', '+', ' ', 'Z', ':', 'T', 'é'), {
      maxLength: 16,
    });
    fc.assert(
      fc.property(text, (parts) => {
        for (const parse of [parseDuration, parseTime, parseMicroTime]) {
          try {
            parse(parts.join(''));
          } catch (error) {
            expect(error).toBeInstanceOf(LocatedError);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
