/** Things to close, last opened first. */
export interface ClosingStack {
  add(close: () => void | Promise<void>): void;
  close(): Promise<void>;
}

/** An empty stack. */
export function createClosingStack(): ClosingStack {
  const closers: (() => void | Promise<void>)[] = [];
  return {
    add: (close): void => {
      closers.push(close);
    },
    async close(): Promise<void> {
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
    },
  };
}
