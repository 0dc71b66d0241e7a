/** Runs jobs one after another; what does not fit is dropped. */
export class DeliveryQueue {
  readonly #capacity: number;
  #waiting = 0;
  #tail: Promise<void> = Promise.resolve();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Queues a job; jobs never throw. @returns whether there was room. */
  add(job: () => Promise<void>): boolean {
    if (this.#waiting >= this.#capacity) return false;
    this.#waiting++;
    this.#tail = this.#tail.then(async () => {
      await job();
      this.#waiting--;
    });
    return true;
  }

  /** Resolves when everything queued so far has run. */
  flush(): Promise<void> {
    return this.#tail;
  }
}
