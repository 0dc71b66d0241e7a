const FIRST_RETRY_MS = 5;
const MAX_RETRY_MS = 10_000;

/**
 * Works on keys one after the other, each at most once at a time. A key that comes in while it is being worked on is worked on again,
 * one that fails is tried again later.
 */
export class KeyedQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #waiting = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #failures = new Map<string, number>();
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(work: (key: string) => Promise<void>) {
    this.#work = work;
  }

  add(key: string): void {
    if (this.#closed) return;
    this.#waiting.add(key);
    this.#running ??= this.#run();
  }

  /** Adds a key after a while; a sooner time for the same key wins. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(
      () => {
        this.#timers.delete(key);
        this.add(key);
      },
      Math.min(Math.max(0, ms), 2 ** 31 - 1),
    );
    timer.unref();
    this.#timers.set(key, timer);
  }

  /** Ends all work; what is being done is finished first. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    // Whoever adds a key goes on first.
    await Promise.resolve();
    for (let key = this.#next(); key !== undefined; key = this.#next()) await this.#process(key);
    this.#running = undefined;
  }

  #next(): string | undefined {
    const [key] = this.#waiting;
    if (key !== undefined) this.#waiting.delete(key);
    return this.#closed ? undefined : key;
  }

  async #process(key: string): Promise<void> {
    try {
      await this.#work(key);
      this.#failures.delete(key);
    } catch {
      const failures = this.#failures.get(key) ?? 0;
      this.#failures.set(key, failures + 1);
      this.addAfter(key, Math.min(FIRST_RETRY_MS * 2 ** failures, MAX_RETRY_MS));
    }
  }
}
