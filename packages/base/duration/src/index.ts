export {
  type Duration,
  durationFromMs,
  durationToMs,
  HOUR,
  MICROSECOND,
  MILLISECOND,
  MINUTE,
  NANOSECOND,
  SECOND,
} from './duration.js';
export { parseDuration, parseDurationMs } from './parse-duration.js';
export { type Instant, parseMicroTime, parseTime } from './parse-time.js';
export { renderDuration, renderHumanDuration } from './render-duration.js';
export { renderMs } from './render-ms.js';
export { renderMicroTime, renderTime } from './render-time.js';
export { roundDuration, truncateDuration } from './round-duration.js';
