import { type Duration, parseDuration as parse } from '@gotk/duration';
import { LocatedError } from '@gotk/located-error';
import { GoError } from '../functions/go-error.js';

/** time.ParseDuration, in nanoseconds. @throws GoError with Go's message */
export function parseDuration(text: string): Duration {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof LocatedError) throw new GoError(error.message);
    throw error;
  }
}
