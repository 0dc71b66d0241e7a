import { LocatedError } from '@gotk/located-error';

/** `json-path-syntax`: the template is none; `json-path`: it does not fit the data. */
export function jsonPathError(code: 'json-path-syntax' | 'json-path', message: string): LocatedError {
  return new LocatedError({ code, message });
}
