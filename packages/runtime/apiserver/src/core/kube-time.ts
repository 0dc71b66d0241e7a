/** The last second that was written, and how: many objects are made in one. */
let written = { second: Number.NaN, text: '' };

/** A time as Kubernetes writes it: RFC 3339, UTC, whole seconds. */
export function renderTime(timeMs: number): string {
  const second = Math.floor(timeMs / 1000);
  if (second !== written.second) written = { second, text: `${new Date(second * 1000).toISOString().slice(0, 19)}Z` };
  return written.text;
}
