import { CelError } from '../values/cel-error.js';
import { overCost } from '../values/result-limit.js';
import type { CelValue } from '../values/value.js';

/** The values of variables. */
export interface Activation {
  find(name: string): CelValue | undefined;
}

/** An evaluation under way. */
export class Frame {
  /** The variables of the loops around; one whose value could not be computed holds the error. */
  readonly slots: (CelValue | CelError | Pending)[] = [];
  cost = 0;

  constructor(
    readonly variables: Activation,
    readonly costLimit: number,
  ) {}

  charge(cost: number): void {
    this.cost += cost;
    // Costs have no sign in Go: less than nothing is more than anything.
    if (this.cost < 0 || this.cost > this.costLimit) throw overCost();
  }

  /** Refuses what could not be paid for any more. */
  requireBudget(cost: number): void {
    if (this.cost + cost > this.costLimit) throw overCost();
  }

  /** Charges for a computation, whether it succeeds or not. */
  charging(cost: number, compute: () => CelValue): CelValue {
    try {
      const value = compute();
      this.charge(cost);
      return value;
    } catch (error) {
      if (error instanceof CelError) this.charge(cost);
      throw error;
    }
  }

  read(slot: number): CelValue {
    let value = this.slots[slot] as CelValue | CelError | Pending;
    if (value instanceof Pending) {
      value = value.compute(this);
      this.slots[slot] = value;
    }
    if (value instanceof CelError) throw value;
    return value;
  }
}

/** A value that is computed when it is first read. */
export class Pending {
  constructor(readonly compute: (frame: Frame) => CelValue | CelError) {}
}

/** A part of an expression, ready to be evaluated. */
export interface Step {
  readonly id: number;
  /** @throws CelError */
  readonly evaluate: (frame: Frame) => CelValue;
}
