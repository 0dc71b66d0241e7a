import type { Expr } from '../ast/expr.js';
import type { MacroWriter } from './macro-writer.js';

const UNUSED_VARIABLE = '#unused';

/** A loop over nothing whose accumulator is the value: it gives the value a name. */
export function writeBinding(
  writer: MacroWriter,
  { variable, value, result }: { readonly variable: string; readonly value: Expr; readonly result: Expr },
): Expr {
  return writer.comprehension({
    range: writer.list(),
    variable: UNUSED_VARIABLE,
    secondVariable: undefined,
    accumulator: variable,
    initial: value,
    condition: writer.literal(false),
    step: writer.ident(variable),
    result,
  });
}
