import { CelType } from '../types/cel-type.js';
import { CelError } from './cel-error.js';
import { CelOpaque } from './cel-opaque.js';
import type { CelValue } from './value.js';

/** A value that may be missing. */
export class CelOptional {
  private constructor(readonly value: CelValue | undefined) {}

  static readonly none = new CelOptional(undefined);

  static of(value: CelValue): CelOptional {
    return new CelOptional(value);
  }

  /** An optional whose value cannot be had: that shows when it is asked for. */
  static failed(error: CelError): CelOptional {
    return new CelOptional(new FailedValue(error));
  }

  /** The value. @throws CelError where there is none */
  get(): CelValue {
    if (this.value === undefined) throw new CelError('optional.none() dereference');
    if (this.value instanceof FailedValue) throw this.value.error;
    return this.value;
  }
}

const FAILED = new CelType('opaque', 'error');

/** What stands in an optional for a value that could not be computed. */
class FailedValue extends CelOpaque {
  readonly type = FAILED;

  constructor(readonly error: CelError) {
    super();
  }

  equals(): boolean {
    throw this.error;
  }
}
