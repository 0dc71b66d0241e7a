import type { CelValue } from '../values/value.js';

/** A call that was computed. */
export interface ComputedCall {
  readonly name: string;
  readonly overloadId: string | undefined;
  readonly args: readonly CelValue[];
  readonly result: CelValue;
  /** An argument could not be computed; null stands for it. */
  readonly failed: boolean;
}

/** What a call costs. */
export type CallCost = (call: ComputedCall) => number;
