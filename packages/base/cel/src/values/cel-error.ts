/** An expression cannot be computed. `&&`, `||` and the loops made of them absorb it. */
export class CelError extends Error {}

/** The evaluation was stopped; nothing absorbs it. */
export class CelCancelled extends Error {}

/** The arguments fit no version of the function. */
export function noSuchOverload(): CelError {
  return new CelError('no such overload');
}

/** A value has no conversion to a type. */
export function conversionError(from: string, to: string): CelError {
  return new CelError(`type conversion error from '${from}' to '${to}'`);
}
