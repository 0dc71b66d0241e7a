import { LocatedError } from '@gotk/located-error';
import { Interruption } from './interruption.js';

/** `error` with `prefix` and a colon before its message; place and hint stay those of `error`. */
export function wrapError(error: unknown, prefix: string): Error {
  return rewordError(error, (message) => `${prefix}: ${message}`);
}

/** `error` with another message; place and hint stay. An interruption is no error, and passes as it is. */
export function rewordError(error: unknown, reword: (message: string) => string): Error {
  if (error instanceof Interruption) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  const known = cause instanceof LocatedError ? cause : undefined;
  return new LocatedError({
    code: known?.code ?? 'kustomize-build',
    message: reword(cause.message),
    at: known?.at,
    hint: known?.hint,
    cause,
  });
}
