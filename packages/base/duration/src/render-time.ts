import type { Instant } from './parse-time.js';

/** The time in RFC 3339 and UTC, cut to whole seconds: `2024-01-02T03:04:05Z`. */
export function renderTime({ unixSeconds }: Instant): string {
  return `${renderSeconds(unixSeconds)}Z`;
}

/** The time in RFC 3339 and UTC, cut to microseconds: `2024-01-02T03:04:05.000000Z`. */
export function renderMicroTime({ unixSeconds, nanoseconds }: Instant): string {
  const micros = Math.trunc(nanoseconds / 1000);
  return `${renderSeconds(unixSeconds)}.${String(micros).padStart(6, '0')}Z`;
}

function renderSeconds(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, -5);
}
