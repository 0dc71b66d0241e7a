import type { Duration } from './duration.js';

const MAX = 2n ** 63n - 1n;

/** The multiple of `unit` nearest to the duration; halves go away from zero. */
export function roundDuration(duration: Duration, unit: Duration): Duration {
  if (unit <= 0n) return duration;
  const rest = duration % unit;
  const size = rest < 0n ? -rest : rest;
  if (size + size < unit) return duration - rest;
  const away = duration < 0n ? duration + size - unit : duration - size + unit;
  return away > MAX ? MAX : away < -MAX - 1n ? -MAX - 1n : away;
}

/** The duration without what is left over from a multiple of `unit`. */
export function truncateDuration(duration: Duration, unit: Duration): Duration {
  return unit <= 0n ? duration : duration - (duration % unit);
}
