/** When a CronJob starts: the minutes, hours and days that match, or an interval. */
export type CronSchedule =
  | {
      readonly kind: 'times';
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly days: CronDays;
      readonly months: ReadonlySet<number>;
    }
  | { readonly kind: 'every'; readonly intervalMs: number };

interface CronDays {
  readonly ofMonth: ReadonlySet<number>;
  readonly ofWeek: ReadonlySet<number>;
  /** Whether both must match; else one is enough. */
  readonly both: boolean;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MINUTES: Bounds = { min: 0, max: 59 };
const HOURS: Bounds = { min: 0, max: 23 };
const DAYS: Bounds = { min: 1, max: 31 };
const MONTHS: Bounds = {
  min: 1,
  max: 12,
  names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const WEEKDAYS: Bounds = { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const FIELD_COUNT = 5;
const ZONE = /^(?:TZ|CRON_TZ)=\S*\s/;

/** A schedule that cannot be read, in the words of the cron library that Kubernetes uses. */
export class CronScheduleError extends Error {}

/**
 * Reads a schedule: five fields, or a descriptor as `@daily` and `@every 1h30m`. A time zone in front is left to the caller.
 * @throws CronScheduleError
 */
export function parseCronSchedule(text: string, parseDurationMs: (text: string) => number): CronSchedule {
  if (text === '') throw new CronScheduleError('empty spec string');
  const spec = text.replace(ZONE, '').trim();
  const known = Object.hasOwn(DESCRIPTORS, spec) ? DESCRIPTORS[spec] : undefined;
  if (known !== undefined) return parseTimes(known);
  if (spec.startsWith('@every ')) return parseEvery(spec, parseDurationMs);
  if (spec.startsWith('@')) throw new CronScheduleError(`unrecognized descriptor: ${spec}`);
  return parseTimes(spec);
}

function parseEvery(spec: string, parseDurationMs: (text: string) => number): CronSchedule {
  try {
    const intervalMs = Math.max(1000, parseDurationMs(spec.slice('@every '.length)));
    return { kind: 'every', intervalMs: intervalMs - (intervalMs % 1000) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CronScheduleError(`failed to parse duration ${spec}: ${why}`);
  }
}

function parseTimes(spec: string): CronSchedule {
  const fields = spec.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELD_COUNT)
    throw new CronScheduleError(
      `expected exactly ${FIELD_COUNT} fields, found ${fields.length}: [${fields.join(' ')}]`,
    );
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const [minutes, hours] = [parseField(minute, MINUTES), parseField(hour, HOURS)];
  const [ofMonth, months, ofWeek] = [parseField(day, DAYS), parseField(month, MONTHS), parseField(weekday, WEEKDAYS)];
  return {
    kind: 'times',
    minutes: minutes.values,
    hours: hours.values,
    days: { ofMonth: ofMonth.values, ofWeek: ofWeek.values, both: ofMonth.any || ofWeek.any },
    months: months.values,
  };
}

interface Field {
  readonly values: ReadonlySet<number>;
  /** Whether a star stands in it without a step. */
  readonly any: boolean;
}

function parseField(text: string, bounds: Bounds): Field {
  const ranges = text.split(',').filter((range) => range !== '');
  const parsed = ranges.map((range) => parseRange(range, bounds));
  return { values: new Set(parsed.flatMap(({ numbers }) => numbers)), any: parsed.some(({ any }) => any) };
}

function parseRange(text: string, bounds: Bounds): { readonly numbers: readonly number[]; readonly any: boolean } {
  const [range = '', stepText, ...more] = text.split('/');
  const [low = '', high, ...further] = range.split('-');
  const isStar = low === '*' || low === '?';
  const start = isStar ? bounds.min : parseNumber(low, bounds);
  if (!isStar && further.length > 0) throw new CronScheduleError(`too many hyphens: ${text}`);
  const own = isStar ? bounds.max : high === undefined ? start : parseNumber(high, bounds);
  if (more.length > 0) throw new CronScheduleError(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : parseNumber(stepText, { min: 0, max: 0 });
  const end = stepText !== undefined && high === undefined ? bounds.max : own;
  checkRange({ start, end, step, text }, bounds);
  const numbers: number[] = [];
  for (let number = start; number <= end; number += step) numbers.push(number);
  return { numbers, any: isStar && step === 1 };
}

function checkRange(
  {
    start,
    end,
    step,
    text,
  }: { readonly start: number; readonly end: number; readonly step: number; readonly text: string },
  { min, max }: Bounds,
): void {
  if (start < min) throw new CronScheduleError(`beginning of range (${start}) below minimum (${min}): ${text}`);
  if (end > max) throw new CronScheduleError(`end of range (${end}) above maximum (${max}): ${text}`);
  if (start > end) throw new CronScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw new CronScheduleError(`step of range should be a positive number: ${text}`);
}

function parseNumber(text: string, { names = [] }: Bounds): number {
  const named = text === '' ? -1 : names.indexOf(text.toLowerCase());
  if (named >= 0) return named;
  if (!/^[+-]?\d{1,18}$/.test(text)) {
    const why = /^[+-]?\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
    throw new CronScheduleError(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`,
    );
  }
  const number = Number(text);
  if (number < 0) throw new CronScheduleError(`negative number (${number}) not allowed: ${text}`);
  return number;
}
