import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats `check` until it returns something other than `undefined` or `false`; errors count as not yet.
 * The time limit is generous: it is there to end a failing test, not to measure.
 *
 * @throws the last error, or a plain one.
 */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | false>,
  { timeoutMs = 30_000, everyMs = 25 } = {},
): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < deadlineMs) {
    try {
      const result = await check();
      if (result !== undefined && result !== false) return result;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`${what} did not come true within ${timeoutMs / 1000} s`, { cause: last });
}
