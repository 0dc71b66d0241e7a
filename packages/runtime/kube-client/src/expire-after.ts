/** What a timer can hold; more would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * A signal that aborts after a time, by default with a `TimeoutError` as `AbortSignal.timeout` does, and keeps no process alive.
 * The timer holds the signal: Node may collect `AbortSignal.timeout` under `AbortSignal.any` as garbage, and it then never fires.
 */
export function expireAfter(milliseconds: number, reason?: Error): AbortSignal {
  const expiry = new AbortController();
  const expire = (): void =>
    expiry.abort(reason ?? new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  setTimeout(expire, Math.min(milliseconds, LONGEST_TIMER_MS)).unref();
  return expiry.signal;
}
