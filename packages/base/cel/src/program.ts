import type { CompiledExpression } from './compile.js';
import type { Environment } from './environment/environment.js';
import type { CallCost } from './evaluate/call-cost.js';
import { type Activation, Frame } from './evaluate/frame.js';
import { planExpression } from './evaluate/plan.js';
import { CelCancelled, CelError } from './values/cel-error.js';
import type { CelValue } from './values/value.js';

/** How an expression may be evaluated. */
export interface ProgramOptions {
  /** What calls cost; without it they are not counted. */
  readonly callCost?: CallCost;
}

/** An expression ready to be evaluated any number of times. */
export interface Program {
  evaluate(variables: Activation, costLimit: number): Evaluation;
}

/** What an expression came to. */
export type Evaluation =
  | { readonly cost: number; readonly value: CelValue; readonly error?: undefined }
  | { readonly cost: number; readonly error: CelError | CelCancelled };

/** Prepares an expression without issues. @throws CelError where it can never be computed */
export function createProgram(
  expression: CompiledExpression,
  environment: Environment,
  { callCost }: ProgramOptions = {},
): Program {
  const { checked, ast } = expression;
  const step = planExpression(ast.expr, { environment, checked, callCost });
  return {
    evaluate: (variables, costLimit) => {
      const frame = new Frame(variables, costLimit);
      try {
        return { value: step.evaluate(frame), cost: frame.cost };
      } catch (error) {
        if (!(error instanceof CelError || error instanceof CelCancelled)) throw error;
        return { error, cost: frame.cost };
      }
    },
  };
}
