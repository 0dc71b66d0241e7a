import { checkAst } from './check/check.js';
import type { CheckedTypes } from './check/references.js';
import type { Environment } from './environment/environment.js';
import { NO_PLACE, placeOf } from './source/source.js';
import { type ParsedExpression, parseExpression } from './syntax/parse-expression.js';
import { type CelType, DYN } from './types/cel-type.js';

/** An expression that was read, and checked unless that was left out. */
export interface CompiledExpression extends ParsedExpression {
  readonly checked: CheckedTypes | undefined;
  /** The type of what it comes to. */
  readonly type: CelType;
}

/** Reads an expression and checks its types. */
export function compileExpression(text: string, environment: Environment): CompiledExpression {
  const parsed = parseExpression(text, environment.macros);
  if (parsed.issues.count > 0) return { ...parsed, checked: undefined, type: DYN };
  const checked = checkAst(parsed.ast, environment, parsed.issues);
  if (parsed.issues.count === 0) validate(parsed, checked, environment);
  return { ...parsed, checked, type: checked.types.get(parsed.ast.expr.id) ?? DYN };
}

function validate({ ast, issues }: ParsedExpression, checked: CheckedTypes, environment: Environment): void {
  const report = (id: number, message: string): void => {
    const offset = ast.offsets[id];
    issues.add(offset === undefined ? NO_PLACE : placeOf(issues.source, offset), message);
  };
  for (const validator of environment.validators) validator({ ast, checked, environment, report });
}
