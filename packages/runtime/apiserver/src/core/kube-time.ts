/** A time as Kubernetes writes it: RFC 3339, UTC, whole seconds. */
export function renderTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/** A time with microseconds, as leases and events write it. */
export function renderMicroTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 23)}000Z`;
}
