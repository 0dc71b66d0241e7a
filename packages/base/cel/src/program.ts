import type { CompiledExpression } from './compile.js';
import type { Environment } from './environment/environment.js';
import type { CallCost } from './evaluate/call-cost.js';
import { type Activation, Frame } from './evaluate/frame.js';
import { planExpression } from './evaluate/plan.js';
import type { CelValue } from './values/value.js';

/** How an expression may be evaluated. */
export interface ProgramOptions {
  /** What calls cost; without it they are not counted. */
  readonly callCost?: CallCost;
}

/** An expression ready to be evaluated any number of times. */
export interface Program {
  /** @throws CelError, CelCancelled */
  evaluate(variables: Activation, costLimit: number): Evaluation;
}

/** What an expression came to. */
export interface Evaluation {
  readonly value: CelValue;
  readonly cost: number;
}

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
      const value = step.evaluate(frame);
      return { value, cost: frame.cost };
    },
  };
}
