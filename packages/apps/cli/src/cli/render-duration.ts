/** Milliseconds as Go writes a duration: `1h0m0s`, `1m30s`, `500ms`. */
export function renderDuration(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const positive = Math.abs(ms);
  if (positive < 1) return `${sign}${trimNumber(positive * 1000)}µs`;
  if (positive < 1000) return `${sign}${trimNumber(positive)}ms`;
  const hours = Math.floor(positive / 3_600_000);
  const minutes = Math.floor(positive / 60_000) % 60;
  const seconds = trimNumber((positive % 60_000) / 1000);
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`;
}

/** At most nine digits after the point, without zeros at the end. */
function trimNumber(value: number): string {
  return String(Number(value.toFixed(9)));
}
