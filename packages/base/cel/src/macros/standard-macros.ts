import { ACCUMULATOR } from '../ast/ast-builder.js';
import type { Expr } from '../ast/expr.js';
import { OPERATORS } from '../ast/operators.js';
import { type Macro, MacroError, type MacroExpander } from './macro.js';
import type { MacroWriter } from './macro-writer.js';

/** The condition, step and result of a loop that tests every element. */
interface Quantifier {
  readonly initial: Expr;
  readonly condition: Expr;
  readonly step: Expr;
  readonly result: Expr;
}

/** Asks a question about all elements. */
export type QuantifierWriter = (writer: MacroWriter, predicate: Expr) => Quantifier;

/** Whether the predicate holds for all elements. */
export const quantifyAll: QuantifierWriter = (writer, predicate) => ({
  initial: writer.literal(true),
  condition: writer.call(OPERATORS.notStrictlyFalse, writer.accumulator()),
  step: writer.call(OPERATORS.and, writer.accumulator(), predicate),
  result: writer.accumulator(),
});

/** Whether the predicate holds for an element. */
export const quantifyExists: QuantifierWriter = (writer, predicate) => ({
  initial: writer.literal(false),
  condition: writer.call(OPERATORS.notStrictlyFalse, writer.call(OPERATORS.not, writer.accumulator())),
  step: writer.call(OPERATORS.or, writer.accumulator(), predicate),
  result: writer.accumulator(),
});

/** Whether the predicate holds for exactly one element. */
export const quantifyExistsOne: QuantifierWriter = (writer, predicate) => ({
  initial: writer.literal(0n),
  condition: writer.literal(true),
  step: writer.call(
    OPERATORS.conditional,
    predicate,
    writer.call(OPERATORS.add, writer.accumulator(), writer.literal(1n)),
    writer.accumulator(),
  ),
  result: writer.call(OPERATORS.equals, writer.accumulator(), writer.literal(1n)),
});

/** The macros of the language itself: `has`, `all`, `exists`, `exists_one`, `map` and `filter`. */
export const STANDARD_MACROS: readonly Macro[] = [
  { name: 'has', argCount: 1, receiver: false, expand: expandHas },
  { name: 'all', argCount: 2, receiver: true, expand: quantifier(quantifyAll) },
  { name: 'exists', argCount: 2, receiver: true, expand: quantifier(quantifyExists) },
  { name: 'exists_one', argCount: 2, receiver: true, expand: quantifier(quantifyExistsOne) },
  { name: 'map', argCount: 2, receiver: true, expand: expandMap },
  { name: 'map', argCount: 3, receiver: true, expand: expandMap },
  { name: 'filter', argCount: 2, receiver: true, expand: expandFilter },
];

function expandHas(writer: MacroWriter, _target: Expr, [operand]: readonly Expr[]): Expr {
  if (operand?.kind === 'select') return writer.presence(operand.operand, operand.field);
  throw new MacroError(operand?.id ?? 0, 'invalid argument to has() macro');
}

function quantifier(write: QuantifierWriter): MacroExpander {
  return (writer, range, [name, predicate]) => {
    const variable = variableOf(name as Expr, 'argument must be a simple name');
    const quantified = write(writer, predicate as Expr);
    return writer.comprehension({
      range,
      variable,
      secondVariable: undefined,
      accumulator: ACCUMULATOR,
      ...quantified,
    });
  };
}

/** Rewrites `range.map(variable, element)`, with a condition in between where there are three arguments. @throws MacroError */
export function expandMap(writer: MacroWriter, range: Expr, args: readonly Expr[]): Expr {
  const variable = variableOf(args[0] as Expr, 'argument is not an identifier');
  const filter = args.length === 3 ? args[1] : undefined;
  return writeList(writer, range, { variable, filter, element: args.at(-1) as Expr });
}

function expandFilter(writer: MacroWriter, range: Expr, [name, filter]: readonly Expr[]): Expr {
  const variable = variableOf(name as Expr, 'argument is not an identifier');
  return writeList(writer, range, { variable, filter, element: name as Expr });
}

function writeList(
  writer: MacroWriter,
  range: Expr,
  { variable, filter, element }: { variable: string; filter: Expr | undefined; element: Expr },
): Expr {
  const initial = writer.list();
  const condition = writer.literal(true);
  let step = writer.call(OPERATORS.add, writer.accumulator(), writer.list(element));
  if (filter !== undefined) step = writer.call(OPERATORS.conditional, filter, step, writer.accumulator());
  const result = writer.accumulator();
  const loop = { initial, condition, step, result };
  return writer.comprehension({ range, variable, secondVariable: undefined, accumulator: ACCUMULATOR, ...loop });
}

function variableOf(expr: Expr, message: string): string {
  if (expr.kind !== 'ident') throw new MacroError(expr.id, message);
  refuseAccumulator(expr.id, expr.name);
  return expr.name;
}

/** A variable must not hide the one in which the loop gathers its result. @throws MacroError */
export function refuseAccumulator(exprId: number, name: string): void {
  if (name !== ACCUMULATOR && name !== '__result__') return;
  throw new MacroError(exprId, 'iteration variable overwrites accumulator variable');
}
