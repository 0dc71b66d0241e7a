import type { CelType } from '../types/cel-type.js';
import type { CelValue } from './value.js';

/** A value of a type that libraries bring. */
export abstract class CelOpaque {
  abstract readonly type: CelType;

  /** Whether the other value is the same. @throws CelError where that cannot be asked */
  abstract equals(other: CelValue): boolean;
}
