/** Things to close, the last one first. */
export interface ClosingStack {
  /** Registers how to close something that has just been opened. */
  push(close: () => Promise<void> | void): void;
  /** Closes everything once; a failure stops no other. @throws the first failure. */
  close(): Promise<void>;
}

/** An empty stack. */
export function createClosingStack(): ClosingStack {
  const closers: (() => Promise<void> | void)[] = [];
  return {
    push: (close) => void closers.push(close),
    async close() {
      const failures: unknown[] = [];
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
