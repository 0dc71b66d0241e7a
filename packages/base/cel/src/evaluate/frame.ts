import { CelCancelled, CelError } from '../values/cel-error.js';
import type { CelValue } from '../values/value.js';

/** The values of variables. */
export interface Activation {
  find(name: string): CelValue | undefined;
}

/** An evaluation under way. */
export class Frame {
  /** The variables of the loops around; one whose value could not be computed holds the error. */
  readonly slots: (CelValue | CelError)[] = [];
  cost = 0;

  constructor(
    readonly variables: Activation,
    readonly costLimit: number,
  ) {}

  charge(cost: number): void {
    this.cost += cost;
    if (this.cost > this.costLimit) throw new CelCancelled('operation cancelled: actual cost limit exceeded');
  }

  read(slot: number): CelValue {
    const value = this.slots[slot] as CelValue | CelError;
    if (value instanceof CelError) throw value;
    return value;
  }
}

/** A part of an expression, ready to be evaluated. */
export interface Step {
  readonly id: number;
  /** @throws CelError */
  readonly evaluate: (frame: Frame) => CelValue;
}
