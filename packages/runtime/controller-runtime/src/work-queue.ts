import type { Clock } from './clock.js';

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** First delay of the exponential backoff. */
  readonly minRetryDelayMs: number;
  readonly maxRetryDelayMs: number;
  /** Called whenever a key may be taken. */
  readonly onReady: () => void;
}

/**
 * A queue of keys where each stands at most once and is worked on by one at a time, as client-go's is: a key added while
 * it is worked on is dirty and comes back when that work is done. A key has at most one timer, the earliest asked for,
 * and loses it when it is taken, for the work that begins supersedes what the timer was for.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  /** Ready keys in order of arrival. */
  readonly #ready = new Set<string>();
  readonly #processing = new Set<string>();
  readonly #dirty = new Set<string>();
  readonly #timers = new Map<string, { readonly dueMs: number; readonly cancel: () => void }>();
  readonly #failures = new Map<string, number>();
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  /** Keys that wait to be taken. */
  get depth(): number {
    return this.#ready.size;
  }

  /** Makes a key ready, or dirty while it is worked on. */
  add(key: string): void {
    if (this.#stopped) return;
    if (this.#processing.has(key)) {
      this.#dirty.add(key);
      return;
    }
    this.#ready.add(key);
    this.#options.onReady();
  }

  /** Adds a key once the delay has passed; an earlier timer of the key stays. */
  addAfter(key: string, delayMs: number): void {
    if (this.#stopped) return;
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const { clock } = this.#options;
    const dueMs = clock.nowMs() + delayMs;
    const existing = this.#timers.get(key);
    if (existing !== undefined && existing.dueMs <= dueMs) return;
    existing?.cancel();
    this.#timers.set(key, { dueMs, cancel: clock.after(delayMs, () => this.#timerDue(key, dueMs)) });
  }

  /** Adds a key after a delay that doubles each time until {@link forget}. */
  addRateLimited(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const { minRetryDelayMs, maxRetryDelayMs } = this.#options;
    this.addAfter(key, Math.min(minRetryDelayMs * 2 ** failures, maxRetryDelayMs));
  }

  /** Begins the backoff of a key anew. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** Takes the next key to work on; {@link done} must follow. */
  take(): string | undefined {
    const [key] = this.#ready;
    if (key === undefined) return undefined;
    this.#ready.delete(key);
    this.#processing.add(key);
    this.#cancelTimer(key);
    return key;
  }

  /** Ends the work on a key; a dirty one becomes ready. */
  done(key: string): void {
    this.#processing.delete(key);
    if (this.#dirty.delete(key)) this.add(key);
  }

  /** Whether a key was added since it was taken. */
  isDirty(key: string): boolean {
    return this.#dirty.has(key);
  }

  /** Drops everything; nothing is accepted any more. */
  stop(): void {
    this.#stopped = true;
    this.#ready.clear();
    this.#dirty.clear();
    for (const key of [...this.#timers.keys()]) this.#cancelTimer(key);
  }

  #timerDue(key: string, dueMs: number): void {
    // A timer cannot wait for ever: it may ring before a very late time is due.
    const remainingMs = dueMs - this.#options.clock.nowMs();
    this.#timers.delete(key);
    if (remainingMs > 0) this.addAfter(key, remainingMs);
    else this.add(key);
  }

  #cancelTimer(key: string): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
  }
}
