import type { PipeNode, VariableNode } from '../language/nodes.js';
import type { GoValue } from '../value/go-value.js';
import { compileCommand } from './compile-command.js';
import type { CompileContext } from './compile-template.js';
import type { Evaluate, EvaluateStage } from './compiled-template.js';
import { failAt } from './exec-error.js';
import type { Frame } from './frame.js';

/**
 * Compiles a pipeline with its declarations. A nil interface may come out as `null`, which most places take for no value.
 *
 * @param rangeSlot for the pipeline of a range, whose last variable takes the elements.
 */
export function compilePipeline(pipe: PipeNode, context: CompileContext, rangeSlot?: number): Evaluate {
  const { shared } = pipe;
  // What the element of a range is depends on the range.
  if (shared === undefined || context.scope.dotRange !== undefined) return compileHere(pipe, context, rangeSlot);
  // Nothing else is put there.
  const known = shared.compiled as Evaluate | undefined;
  if (known !== undefined) return known;
  const compiled = compileHere(pipe, context, rangeSlot);
  shared.compiled = compiled;
  return compiled;
}

function compileHere(pipe: PipeNode, context: CompileContext, rangeSlot: number | undefined): Evaluate {
  const value = compileStages(pipe, context);
  const store = compileStore(pipe, context, rangeSlot);
  if (store === undefined) return value;
  return (frame, dot) => {
    const result = concrete(value(frame, dot));
    store(frame, result);
    return result;
  };
}

function compileStages(pipe: PipeNode, context: CompileContext): Evaluate {
  const { commands } = pipe;
  const command = commands[0];
  // The parser rejects a pipeline without commands.
  if (command === undefined) return () => undefined;
  const first = placedAt(pipe, compileCommand(command, context, false));
  if (commands.length === 1) return first;
  const later = commands.slice(1).map((stage) => compileCommand(stage, context, true));
  const second = later[0] as EvaluateStage;
  if (later.length === 1) return (frame, dot) => second(frame, dot, concrete(first(frame, dot)));
  return (frame, dot) => {
    let value = concrete(first(frame, dot));
    for (let index = 0; index < later.length; index++)
      value = concrete((later[index] as EvaluateStage)(frame, dot, value));
    return value;
  };
}

/** Every command but one in parentheses says itself where it stands. */
function placedAt(pipe: PipeNode, first: EvaluateStage): Evaluate {
  if (pipe.commands[0]?.args[0]?.kind !== 'pipe') return first;
  return (frame, dot) => {
    frame.node = pipe;
    return first(frame, dot);
  };
}

/** What an interface holds: for a nil one, no value. */
function concrete(value: GoValue): GoValue {
  return value === null ? undefined : value;
}

type Store = (frame: Frame, value: GoValue) => void;

function compileStore(
  { variables, isAssign }: PipeNode,
  { scope }: CompileContext,
  rangeSlot: number | undefined,
): Store | undefined {
  if (variables.length === 0) return undefined;
  const stores = variables.map(({ path: [name = ''] }: VariableNode, index): Store => {
    const isElement = rangeSlot !== undefined && index === variables.length - 1;
    const known = isAssign ? scope.lookup(name) : scope.declare(name, isElement ? rangeSlot : undefined);
    if (known === undefined) return (frame) => failAt(frame, `undefined variable: ${name}`);
    const { slot } = known;
    return (frame, value) => {
      frame.variables[slot] = value;
    };
  });
  if (stores.length <= 1) return stores[0];
  return (frame, value) => {
    for (const store of stores) store(frame, value);
  };
}
