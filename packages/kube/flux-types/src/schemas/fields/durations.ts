import { text } from '../build.js';
import type { TextSchema } from '../schema.js';

const DURATION = '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$';
const SHORT_DURATION = '^([0-9]+(\\.[0-9]+)?(ms|s|m))+$';

/** A Go duration of milliseconds, seconds, minutes and hours. */
export function duration(description: string, fallback?: string): TextSchema {
  return text(description, { pattern: DURATION, ...(fallback === undefined ? {} : { default: fallback }) });
}

/** A Go duration without hours, as Flux takes it for the timeouts of sources. */
export function shortDuration(description: string, fallback?: string): TextSchema {
  return text(description, { pattern: SHORT_DURATION, ...(fallback === undefined ? {} : { default: fallback }) });
}
