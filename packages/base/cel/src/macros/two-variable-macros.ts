import { ACCUMULATOR } from '../ast/ast-builder.js';
import type { Expr } from '../ast/expr.js';
import { OPERATORS } from '../ast/operators.js';
import { type Macro, MacroError, type MacroExpander } from './macro.js';
import type { MacroWriter } from './macro-writer.js';
import {
  type QuantifierWriter,
  quantifyAll,
  quantifyExists,
  quantifyExistsOne,
  refuseAccumulator,
} from './standard-macros.js';

/** The function that `transformMap` and `transformMapEntry` add entries with. */
export const MAP_INSERT = 'cel.@mapInsert';

/** Loops with an index or key and a value. */
export const TWO_VARIABLE_MACROS: readonly Macro[] = [
  { name: 'all', argCount: 3, receiver: true, expand: quantifier(quantifyAll) },
  { name: 'exists', argCount: 3, receiver: true, expand: quantifier(quantifyExists) },
  { name: 'existsOne', argCount: 3, receiver: true, expand: quantifier(quantifyExistsOne) },
  { name: 'exists_one', argCount: 3, receiver: true, expand: quantifier(quantifyExistsOne) },
  ...transformation('transformList', writeListStep),
  ...transformation('transformMap', writeMapStep),
  ...transformation('transformMapEntry', writeEntryStep),
];

interface Step {
  readonly step: Expr;
  readonly writeInitial: () => Expr;
}

type StepWriter = (writer: MacroWriter, key: string, transform: Expr) => Step;

function quantifier(write: QuantifierWriter): MacroExpander {
  return (writer, range, args) => {
    const variables = variablesOf(args);
    const quantified = write(writer, args[2] as Expr);
    return writer.comprehension({ range, ...variables, accumulator: ACCUMULATOR, ...quantified });
  };
}

function transformation(name: string, writeStep: StepWriter): Macro[] {
  const expand: MacroExpander = (writer, range, args) => {
    const variables = variablesOf(args);
    const filter = args.length === 4 ? args[2] : undefined;
    const written = writeStep(writer, variables.variable, args.at(-1) as Expr);
    let { step } = written;
    if (filter !== undefined) step = writer.call(OPERATORS.conditional, filter, step, writer.accumulator());
    const initial = written.writeInitial();
    const condition = writer.literal(true);
    const result = writer.accumulator();
    const loop = { initial, condition, step, result };
    return writer.comprehension({ range, ...variables, accumulator: ACCUMULATOR, ...loop });
  };
  return [3, 4].map((argCount) => ({ name, argCount, receiver: true, expand }));
}

function writeListStep(writer: MacroWriter, _key: string, transform: Expr): Step {
  const step = writer.call(OPERATORS.add, writer.accumulator(), writer.list(transform));
  return { step, writeInitial: () => writer.list() };
}

function writeMapStep(writer: MacroWriter, key: string, transform: Expr): Step {
  const step = writer.call(MAP_INSERT, writer.accumulator(), writer.ident(key), transform);
  return { step, writeInitial: () => writer.emptyMap() };
}

function writeEntryStep(writer: MacroWriter, _key: string, transform: Expr): Step {
  const step = writer.call(MAP_INSERT, writer.accumulator(), transform);
  return { step, writeInitial: () => writer.emptyMap() };
}

function variablesOf([first, second]: readonly Expr[]): { variable: string; secondVariable: string } {
  const variable = nameOf(first as Expr);
  const secondVariable = nameOf(second as Expr);
  if (variable === secondVariable) {
    throw new MacroError((second as Expr).id, `duplicate variable name: ${variable}`);
  }
  refuseAccumulator((first as Expr).id, variable);
  refuseAccumulator((second as Expr).id, secondVariable);
  return { variable, secondVariable };
}

function nameOf(expr: Expr): string {
  if (expr.kind === 'ident') return expr.name;
  throw new MacroError(expr.id, 'argument must be a simple name');
}
