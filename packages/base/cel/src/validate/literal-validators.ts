import type { Call, Expr } from '../ast/expr.js';
import { walkExpr } from '../ast/walk.js';
import { Frame } from '../evaluate/frame.js';
import { planExpression } from '../evaluate/plan.js';
import { compileRegex } from '../libraries/regex.js';
import type { AstValidator, Validation } from './validator.js';

/** Literal durations, times and regular expressions must be some. */
export const LITERAL_VALIDATORS: readonly AstValidator[] = [
  argumentValidator('duration', canBeComputed),
  argumentValidator('timestamp', canBeComputed),
  argumentValidator('matches', isRegex),
];

function argumentValidator(
  name: string,
  holds: (call: Call, literal: Extract<Expr, { kind: 'literal' }>, validation: Validation) => boolean,
): AstValidator {
  return (validation) => {
    walkExpr(validation.ast.expr, (expr) => {
      if (expr.kind !== 'call' || expr.name !== name) return;
      const argument = expr.args[0];
      if (argument?.kind !== 'literal' || holds(expr, argument, validation)) return;
      validation.report(argument.id, `invalid ${name} argument`);
    });
  };
}

function canBeComputed(call: Call, _literal: Expr, { environment }: Validation): boolean {
  try {
    const step = planExpression(call, { environment, checked: undefined, callCost: undefined });
    step.evaluate(new Frame({ find: () => undefined }, Number.POSITIVE_INFINITY));
    return true;
  } catch {
    return false;
  }
}

function isRegex(_call: Call, { value }: Extract<Expr, { kind: 'literal' }>): boolean {
  try {
    compileRegex(String(value));
    return true;
  } catch {
    return false;
  }
}
