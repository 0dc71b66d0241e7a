import { LocatedError, type LocatedErrorOptions } from '@gotk/located-error';

/** Fails with Helm's text. */
export function helmError(
  code: string,
  message: string,
  more: Omit<LocatedErrorOptions, 'code' | 'message'> = {},
): LocatedError {
  return new LocatedError({ code, message, ...more });
}

/** Runs something and puts `prefix: ` before the text of what it throws; code, place and hint stay. */
export function withPrefix<T>(prefix: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LocatedError)) throw error;
    const { code, at, hint, message } = error;
    throw new LocatedError({ code, message: `${prefix}: ${message}`, at, hint, cause: error });
  }
}
