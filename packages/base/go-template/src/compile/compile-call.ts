import { GoError } from '../functions/go-error.js';
import type { GoFunction } from '../functions/go-function.js';
import { type ParameterType, reflected } from '../functions/parameter-type.js';
import { nodeText } from '../language/node-text.js';
import type { IdentifierNode, OperandNode, TemplateTreeNode } from '../language/nodes.js';
import { quoteText } from '../text/quote.js';
import type { GoValue } from '../value/go-value.js';
import { typeName } from '../value/go-value.js';
import { isTruthy } from '../value/truth.js';
import { compileArgument, compileFinal, convertArgument } from './compile-argument.js';
import type { CompileContext } from './compile-template.js';
import type { EvaluateArgument, EvaluateStage } from './compiled-template.js';
import { failAt, failCall, TemplateExecError } from './exec-error.js';
import type { Frame } from './frame.js';

interface FunctionCall {
  readonly identifier: IdentifierNode;
  /** What an error of the call is reported at. */
  readonly node: TemplateTreeNode;
  readonly args: readonly OperandNode[];
  /** Whether the value of the command before comes as a last argument. */
  readonly hasFinal: boolean;
}

/** Compiles a call of a function by name. */
export function compileFunctionCall(call: FunctionCall, context: CompileContext): EvaluateStage {
  const { identifier, args, hasFinal } = call;
  const { name } = identifier;
  const definition = context.functions.get(name);
  // The parser has checked every name against the same table.
  if (definition === undefined) return (frame) => failAt(frame, `${quoteText(name)} is not a defined function`);
  const problem = arityProblem(definition, args.length, hasFinal);
  if (problem !== undefined) {
    return (frame) => {
      frame.node = identifier;
      return failAt(frame, problem);
    };
  }
  if (name === 'and' || name === 'or') return compileShortCircuit(call, name === 'or', context);
  if (name === 'call') return compileDynamicCall(call, context);
  return compilePlainCall(call, definition, context);
}

function compilePlainCall(call: FunctionCall, definition: GoFunction, context: CompileContext): EvaluateStage {
  const { args, hasFinal } = call;
  const evaluated = args.map((arg, index) => compileArgument(arg, parameterAt(definition, index), context));
  if (hasFinal) evaluated.push(compileFinal(parameterAt(definition, args.length)));
  const place: CallPlace = { identifier: call.identifier, node: call.node, name: definition.name };
  if (definition.variadic === undefined && evaluated.length <= 3) return compileShortCall(place, definition, evaluated);
  return (frame, dot, final) => {
    frame.node = call.identifier;
    frame.run.step();
    const values = evaluateAll(evaluated, { frame, dot, final });
    try {
      return frame.run.receive(definition.invoke(frame, values));
    } catch (error) {
      return failCalled(frame, place, error);
    }
  };
}

interface CallPlace {
  readonly identifier: IdentifierNode;
  readonly node: TemplateTreeNode;
  readonly name: string;
}

/** Calls with few arguments are nearly all, and need no list of them. */
function compileShortCall(
  place: CallPlace,
  { implementation: run }: GoFunction,
  args: readonly EvaluateArgument[],
): EvaluateStage {
  const { identifier } = place;
  const first = args[0];
  const second = args[1];
  const third = args[2];
  if (first === undefined) {
    return (frame) => {
      frame.node = identifier;
      frame.run.step();
      try {
        return frame.run.receive(run(frame));
      } catch (error) {
        return failCalled(frame, place, error);
      }
    };
  }
  if (second === undefined) {
    return (frame, dot, final) => {
      frame.node = identifier;
      frame.run.step();
      const a = first(frame, dot, final);
      try {
        return frame.run.receive(run(a, frame));
      } catch (error) {
        return failCalled(frame, place, error);
      }
    };
  }
  return (frame, dot, final) => {
    frame.node = identifier;
    frame.run.step();
    const a = first(frame, dot, final);
    const b = second(frame, dot, final);
    const c = third === undefined ? frame : third(frame, dot, final);
    try {
      return frame.run.receive(run(a, b, c, frame));
    } catch (error) {
      return failCalled(frame, place, error);
    }
  };
}

function evaluateAll(
  args: readonly EvaluateArgument[],
  { frame, dot, final }: { readonly frame: Frame; readonly dot: GoValue; readonly final: GoValue },
): unknown[] {
  const values: unknown[] = [];
  for (let index = 0; index < args.length; index++) values.push((args[index] as EvaluateArgument)(frame, dot, final));
  return values;
}

/** Gives the errors of a function their place. */
function failCalled(
  frame: Frame,
  { node, name }: { readonly node: TemplateTreeNode; readonly name: string },
  error: unknown,
): never {
  if (!(error instanceof GoError) && !(error instanceof TemplateExecError)) throw error;
  return failCall(frame, node, { name, error });
}

/** `and` and `or`: the first argument that decides, else the last; what comes after the deciding one is not evaluated. */
function compileShortCircuit(
  { identifier, args, hasFinal }: FunctionCall,
  deciding: boolean,
  context: CompileContext,
): EvaluateStage {
  const evaluated = args.map((arg) => compileArgument(arg, reflected, context));
  return (frame, dot, final) => {
    frame.node = identifier;
    frame.run.step();
    let value: GoValue;
    for (const arg of evaluated) {
      // The parameter type takes values as they are.
      value = arg(frame, dot) as GoValue;
      if (isTruthy(value) === deciding) return value;
    }
    return hasFinal ? final : value;
  };
}

/** `call`: no value of a template is a function, so it always fails, as Go does on such values. */
function compileDynamicCall(
  { identifier, node, args, hasFinal }: FunctionCall,
  context: CompileContext,
): EvaluateStage {
  const evaluated = args.map((arg) => compileArgument(arg, reflected, context));
  if (hasFinal) evaluated.push(compileFinal(reflected));
  const [callee] = args;
  return (frame, dot, final) => {
    frame.node = identifier;
    const values = evaluateAll(evaluated, { frame, dot, final });
    const [value] = values as GoValue[];
    const name = callee === undefined ? reflectText(value) : nodeText(callee);
    const problem =
      value === undefined || value === null ? 'call of nil' : `non-function ${name} of type ${typeName(value)}`;
    return failCall(frame, node, { name: 'call', error: new GoError(problem) });
  };
}

/** reflect.Value.String. */
function reflectText(value: GoValue): string {
  return typeof value === 'string' ? value : `<${typeName(value)} Value>`;
}

/** The arguments of a method call, of which only execution knows the method. */
export interface BoundArguments {
  readonly present: boolean;
  readonly hasFinal: boolean;
  readonly nodes: readonly OperandNode[];
  readonly compiled: (definition: GoFunction) => readonly EvaluateArgument[];
}

/** Prepares the arguments of what may be a method call. */
export function compileMethodArguments(
  nodes: readonly OperandNode[],
  hasFinal: boolean,
  context: CompileContext,
): BoundArguments {
  // The variables in sight are those of this place; arguments are compiled when the first method shows its parameters.
  const sight = context.scope.snapshot();
  const known = new Map<GoFunction, readonly EvaluateArgument[]>();
  const compiled = (definition: GoFunction): readonly EvaluateArgument[] => {
    const cached = known.get(definition);
    if (cached !== undefined) return cached;
    const scoped = { ...context, scope: sight };
    const made = nodes.map((node, index) => compileArgument(node, parameterAt(definition, index + 1), scoped));
    known.set(definition, made);
    return made;
  };
  return { present: nodes.length > 0 || hasFinal, hasFinal, nodes, compiled };
}

/** Calls a method of a value. @param bound undefined when the method stands inside a path, where it takes no arguments. */
export function callMethod(
  {
    frame,
    dot,
    final,
    node,
  }: { readonly frame: Frame; readonly dot: GoValue; readonly final: GoValue; readonly node: TemplateTreeNode },
  { method, receiver }: { readonly method: GoFunction; readonly receiver: GoValue },
  bound: BoundArguments | undefined,
): GoValue {
  frame.run.step();
  const count = bound?.nodes.length ?? 0;
  const hasFinal = bound?.hasFinal === true;
  // The receiver is the first parameter, which Go does not count.
  const problem = arityProblem(method, count + 1, hasFinal) ?? method.badSignature;
  if (problem !== undefined) failAt(frame, problem);
  const values: unknown[] = [receiver];
  for (const arg of bound?.compiled(method) ?? []) values.push(arg(frame, dot));
  if (hasFinal) values.push(convertArgument(frame, final, parameterAt(method, count + 1)));
  try {
    return method.invoke(frame, values);
  } catch (error) {
    return failCalled(frame, { node, name: method.name }, error);
  }
}

/** The type of the argument at `index`. */
function parameterAt({ parameters, variadic }: GoFunction, index: number): ParameterType<unknown> {
  return parameters[index] ?? variadic ?? reflected;
}

function arityProblem(definition: GoFunction, given: number, hasFinal: boolean): string | undefined {
  const { name, parameters, variadic, isMethod } = definition;
  const hidden = isMethod === true ? 1 : 0;
  const wanted = parameters.length - hidden;
  const count = given - hidden;
  const total = count + (hasFinal ? 1 : 0);
  if (variadic !== undefined) {
    return total < wanted ? `wrong number of args for ${name}: want at least ${wanted} got ${count}` : undefined;
  }
  return total === wanted ? undefined : `wrong number of args for ${name}: want ${wanted} got ${total}`;
}
