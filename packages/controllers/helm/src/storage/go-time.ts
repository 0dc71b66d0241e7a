/** An instant as Go writes times in JSON: UTC, without trailing zeros of the fraction. */
export function goTimeText(nowMs: number): string {
  const text = new Date(nowMs).toISOString();
  return text.replace(/\.?0+Z$/, 'Z');
}

/** A stored time as Kubernetes writes times: to the second, in UTC. `undefined` for none. */
export function kubeTimeText(time: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? undefined : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
