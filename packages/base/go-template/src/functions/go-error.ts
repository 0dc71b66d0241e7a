/** What a function reports: the text of Go's error or panic. The engine adds the place in the template. */
export class GoError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GoError';
  }
}

/** A panic of Go: unlike an error that a function returns, no function swallows it. */
export class GoPanic extends GoError {}

/** A limit of the run was exceeded: time, steps, output or depth. Go has no such error; it is never swallowed by `must`-less functions. */
export class LimitError extends GoError {
  constructor(message: string) {
    super(message);
    this.name = 'LimitError';
  }
}
