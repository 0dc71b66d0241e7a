import { GoPanic } from './go-error.js';

/** The panics of Go's runtime that functions run into, in its words. */

/** `text[:end]` or `text[start:end]` outside of the text. */
export function sliceBoundsPanic(bounds: string, length?: number): GoPanic {
  const of = length === undefined ? '' : ` with length ${length}`;
  return new GoPanic(`runtime error: slice bounds out of range [${bounds}]${of}`);
}

/** A method of the zero reflect.Value, as of nil. */
export function zeroValuePanic(method: string): GoPanic {
  return new GoPanic(`reflect: call of reflect.Value.${method} on zero Value`);
}

/** A nil pointer, as of the type of nil. */
export function nilDereferencePanic(): GoPanic {
  return new GoPanic('runtime error: invalid memory address or nil pointer dereference');
}

/** A failed type assertion. */
export function assertionPanic(actual: string | undefined, wanted: string): GoPanic {
  return new GoPanic(`interface conversion: interface {} is ${actual ?? 'nil'}, not ${wanted}`);
}
