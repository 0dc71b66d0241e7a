import { CelError } from './cel-error.js';
import type { CelValue } from './value.js';

/** A value that may be missing. */
export class CelOptional {
  private constructor(readonly value: CelValue | undefined) {}

  static readonly none = new CelOptional(undefined);

  static of(value: CelValue): CelOptional {
    return new CelOptional(value);
  }

  /** The value. @throws CelError where there is none */
  get(): CelValue {
    if (this.value === undefined) throw new CelError('optional.none() dereference');
    return this.value;
  }
}
