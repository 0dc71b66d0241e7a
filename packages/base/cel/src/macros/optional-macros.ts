import type { Expr } from '../ast/expr.js';
import { OPERATORS } from '../ast/operators.js';
import { type Macro, MacroError } from './macro.js';
import type { MacroWriter } from './macro-writer.js';
import { writeBinding } from './write-binding.js';

/** `optMap` and `optFlatMap`: what to do with the value of an optional that has one. */
export const OPTIONAL_MACROS: readonly Macro[] = [
  { name: 'optMap', argCount: 2, receiver: true, expand: expandOptMap },
  { name: 'optFlatMap', argCount: 2, receiver: true, expand: expandOptFlatMap },
];

function expandOptMap(writer: MacroWriter, target: Expr, args: readonly Expr[]): Expr {
  const variable = variableOf(args[0] as Expr, 'optMap');
  const hasValue = writer.memberCall('hasValue', target);
  const mapped = writer.call('optional.of', bindValue(writer, target, variable, args[1] as Expr));
  return writer.call(OPERATORS.conditional, hasValue, mapped, writer.call('optional.none'));
}

function expandOptFlatMap(writer: MacroWriter, target: Expr, args: readonly Expr[]): Expr {
  const variable = variableOf(args[0] as Expr, 'optFlatMap');
  const hasValue = writer.memberCall('hasValue', target);
  const mapped = bindValue(writer, target, variable, args[1] as Expr);
  return writer.call(OPERATORS.conditional, hasValue, mapped, writer.call('optional.none'));
}

function variableOf(expr: Expr, macro: string): string {
  if (expr.kind === 'ident') return expr.name;
  throw new MacroError(expr.id, `${macro}() variable name must be a simple identifier`);
}

function bindValue(writer: MacroWriter, target: Expr, variable: string, result: Expr): Expr {
  return writeBinding(writer, { variable, value: writer.memberCall('value', writer.copy(target)), result });
}
