/** What a timer can hold; more would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs work under a signal that also aborts after a time. The timer is held for as long as the work goes on:
 * `AbortSignal.timeout` under `AbortSignal.any` may be collected as garbage and then never fires.
 */
export async function withTimeLimit<T>(
  limitMs: number,
  signal: AbortSignal,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const end = (): void => limit.abort(signal.reason);
  const timer = setTimeout(
    () => limit.abort(new DOMException('time is up', 'TimeoutError')),
    Math.min(limitMs, LONGEST_TIMER_MS),
  );
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
