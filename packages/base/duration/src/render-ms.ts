import { durationFromMs } from './duration.js';
import { renderDuration } from './render-duration.js';

/** A number of milliseconds as Go writes durations: `1h0m0s`, `1.234ms`. */
export function renderMs(milliseconds: number): string {
  return renderDuration(durationFromMs(milliseconds));
}
