import { type Duration, HOUR, MICROSECOND, MILLISECOND, MINUTE, SECOND } from './duration.js';

/** The duration as Go writes it: `1h30m0s`, `1.5s`, `100ms`, `0s`. */
export function renderDuration(duration: Duration): string {
  if (duration === 0n) return '0s';
  const size = duration < 0n ? -duration : duration;
  return (duration < 0n ? '-' : '') + (size < SECOND ? renderBelowSecond(size) : renderSeconds(size));
}

function renderBelowSecond(size: bigint): string {
  if (size < MICROSECOND) return `${size}ns`;
  return size < MILLISECOND ? `${withFraction(size, MICROSECOND)}µs` : `${withFraction(size, MILLISECOND)}ms`;
}

function renderSeconds(size: bigint): string {
  const seconds = `${withFraction(size % MINUTE, SECOND)}s`;
  if (size < MINUTE) return seconds;
  const minutes = `${(size % HOUR) / MINUTE}m${seconds}`;
  return size < HOUR ? minutes : `${size / HOUR}h${minutes}`;
}

function withFraction(size: bigint, unit: bigint): string {
  const digits = String(unit + (size % unit))
    .slice(1)
    .replace(/0+$/, '');
  return digits === '' ? String(size / unit) : `${size / unit}.${digits}`;
}

/**
 * The age of something as kubectl shows it: `5s`, `3m20s`, `2h`, `4d3h`, `2y10d`; `<invalid>` for the future, `0s` below a second.
 */
export function renderHumanDuration(duration: Duration): string {
  const seconds = Number(duration / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (hours < 192) return withRest(Math.trunc(hours / 24), 'd', hours % 24, 'h');
  if (hours < 17_520) return `${Math.trunc(hours / 24)}d`;
  const years = Math.trunc(hours / 8760);
  if (hours < 70_080) return withRest(years, 'y', Math.trunc(hours / 24) % 365, 'd');
  return `${years}y`;
}

function withRest(amount: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${amount}${unit}` : `${amount}${unit}${rest}${restUnit}`;
}
