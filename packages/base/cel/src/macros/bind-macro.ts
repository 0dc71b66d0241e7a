import type { Expr } from '../ast/expr.js';
import { type Macro, MacroError } from './macro.js';
import type { MacroWriter } from './macro-writer.js';
import { writeBinding } from './write-binding.js';

/** `cel.bind(name, value, expression)`: the expression with a name for the value. */
export const BIND_MACRO: Macro = { name: 'bind', argCount: 3, receiver: true, expand: expandBind };

function expandBind(writer: MacroWriter, target: Expr, [variable, value, result]: readonly Expr[]): Expr | undefined {
  if (target.kind !== 'ident' || target.name !== 'cel') return undefined;
  if (variable === undefined || value === undefined || result === undefined) return undefined;
  if (variable.kind !== 'ident')
    throw new MacroError(variable.id, 'cel.bind() variable names must be simple identifiers');
  return writeBinding(writer, { variable: variable.name, value, result });
}
