import { CelError } from '../values/cel-error.js';
import { CelList } from '../values/cel-list.js';
import { CelMap } from '../values/cel-map.js';
import type { CelValue } from '../values/value.js';
import type { CallCost } from './call-cost.js';
import type { Frame, Step } from './frame.js';

/** A call that is paid for. */
export interface ChargedCall {
  readonly name: string;
  readonly overloadId: string | undefined;
  readonly args: readonly Step[];
  readonly compute: (args: readonly CelValue[]) => CelValue;
  /** Arguments behind one that fails are left alone, and the call is not paid for then. */
  readonly stopsAtFailure: boolean;
  /** Without it calls are free. */
  readonly callCost: CallCost | undefined;
}

/** Evaluates the arguments of a call, then the call. What cannot be computed is paid for as well. */
export function chargedCall(call: ChargedCall): Step['evaluate'] {
  const { args, compute, callCost } = call;
  if (callCost === undefined) return (frame) => compute(args.map((arg) => arg.evaluate(frame)));
  return (frame) => {
    const { values, failure } = evaluateArgs(frame, call);
    const charge = (result: CelValue): void => {
      const failed = failure !== undefined;
      frame.charge(callCost({ name: call.name, overloadId: call.overloadId, args: values, result, failed }));
    };
    if (values.some(isLarge)) {
      // What it costs at least is known before; some results cost one less than none.
      const least = callCost({
        name: call.name,
        overloadId: call.overloadId,
        args: values,
        result: null,
        failed: false,
      });
      frame.requireBudget(least - 1);
    }
    if (failure !== undefined) {
      charge(null);
      throw failure;
    }
    return computeAndCharge(() => compute(values), charge);
  };
}

const LARGE_TEXT = 2 ** 18;
const LARGE_LIST = 2 ** 12;

/** Whether computing with a value may take so long that it must be known beforehand that it can be paid for. */
function isLarge(value: CelValue): boolean {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length > LARGE_TEXT;
  return (value instanceof CelList || value instanceof CelMap) && value.size > LARGE_LIST;
}

function computeAndCharge(compute: () => CelValue, charge: (result: CelValue) => void): CelValue {
  let result: CelValue;
  try {
    result = compute();
  } catch (error) {
    if (error instanceof CelError) charge(null);
    throw error;
  }
  charge(result);
  return result;
}

/** Null stands for what failed. */
function evaluateArgs(
  frame: Frame,
  { args, stopsAtFailure }: ChargedCall,
): { values: readonly CelValue[]; failure: CelError | undefined } {
  let failure: CelError | undefined;
  const values = args.map((arg, i) => {
    try {
      return arg.evaluate(frame);
    } catch (error) {
      if (!(error instanceof CelError) || (stopsAtFailure && i < args.length - 1)) throw error;
      failure ??= error;
      return null;
    }
  });
  return { values, failure };
}
