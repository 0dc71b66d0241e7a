/** Work on keys: each key at most once at a time, and again when it was asked for meanwhile. */
export interface KeyQueue {
  add(key: string): void;
  /** Adds the key later; an earlier time that is already set stays. */
  addAfter(key: string, delayMs: number): void;
}

const RETRY_MS = 50;
const MAX_RETRY_MS = 5000;
/** A timer cannot be set for longer; the key is then asked for too early. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** A queue that runs `work`; what fails is tried again with growing delays. */
export function createKeyQueue(work: (key: string) => Promise<void>, signal: AbortSignal): KeyQueue {
  const waiting = new Set<string>();
  const running = new Set<string>();
  const timers = new Map<string, { readonly timer: NodeJS.Timeout; readonly dueMs: number }>();
  const failures = new Map<string, number>();
  const run = async (key: string): Promise<void> => {
    running.add(key);
    try {
      await work(key);
      failures.delete(key);
    } catch {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      addAfter(key, Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** count));
    } finally {
      running.delete(key);
      if (waiting.delete(key)) add(key);
    }
  };
  const add = (key: string): void => {
    if (signal.aborted) return;
    if (running.has(key)) waiting.add(key);
    else void run(key);
  };
  const addAfter = (key: string, delayMs: number): void => {
    const dueMs = performance.now() + delayMs;
    const set = timers.get(key);
    if (signal.aborted || (set !== undefined && set.dueMs <= dueMs)) return;
    clearTimeout(set?.timer);
    const timer = setTimeout(
      () => {
        timers.delete(key);
        add(key);
      },
      Math.min(MAX_DELAY_MS, delayMs),
    );
    timer.unref();
    timers.set(key, { timer, dueMs });
  };
  signal.addEventListener('abort', () => {
    for (const { timer } of timers.values()) clearTimeout(timer);
    timers.clear();
  });
  return { add, addAfter };
}
