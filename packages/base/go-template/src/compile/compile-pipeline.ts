import type { PipeNode, VariableNode } from '../language/nodes.js';
import type { GoValue } from '../value/go-value.js';
import { compileFirstCommand, compileLaterCommand } from './compile-command.js';
import type { CompileContext } from './compile-template.js';
import type { Evaluate } from './compiled-template.js';
import { failAt } from './exec-error.js';
import type { Frame } from './frame.js';

/** Compiles a pipeline with its declarations. @param rangeSlot for the pipeline of a range, whose last variable takes the elements. */
export function compilePipeline(pipe: PipeNode, context: CompileContext, rangeSlot?: number): Evaluate {
  const value = compileStages(pipe, context);
  const store = compileStore(pipe, context, rangeSlot);
  if (store === undefined) return value;
  return (frame, dot) => {
    const result = value(frame, dot);
    store(frame, result);
    return result;
  };
}

function compileStages(pipe: PipeNode, context: CompileContext): Evaluate {
  const [command, ...rest] = pipe.commands;
  // The parser rejects a pipeline without commands.
  const first: Evaluate = command === undefined ? () => undefined : compileFirstCommand(command, context);
  const later = rest.map((stage) => compileLaterCommand(stage, context));
  const [second, third] = later;
  if (second === undefined) {
    return (frame, dot) => {
      frame.node = pipe;
      return concrete(first(frame, dot));
    };
  }
  if (third === undefined) {
    return (frame, dot) => {
      frame.node = pipe;
      return concrete(second(frame, dot, concrete(first(frame, dot))));
    };
  }
  return (frame, dot) => {
    frame.node = pipe;
    let value = concrete(first(frame, dot));
    for (const stage of later) value = concrete(stage(frame, dot, value));
    return value;
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
