import type { Run } from '../compile/run.js';
import type { GoValue } from '../value/go-value.js';
import type { ParameterType } from './parameter-type.js';

/** A function or method that templates can call. */
export interface GoFunction {
  readonly name: string;
  readonly parameters: readonly ParameterType<unknown>[];
  /** The type of the further arguments of a variadic function. */
  readonly variadic: ParameterType<unknown> | undefined;
  /** Whether the first parameter is the receiver of a method. */
  readonly isMethod?: boolean;
  /** Why Go's templates refuse to call it, for methods whose results do not fit. */
  readonly badSignature?: string;
  /** Calls it with arguments of the declared types. @throws GoError with what Go's error or panic says. */
  readonly invoke: (call: Call, args: readonly unknown[]) => GoValue;
  /** Of a function that is not variadic: takes the arguments one by one, and the place of the call behind them. */
  readonly implementation: (...args: unknown[]) => GoValue;
}

/** The place a function is called from. */
export interface Call {
  readonly run: Run;
  /** Executes a template by name, as `{{ include }}` needs it. */
  include(name: string, data: GoValue): string;
  /** Parses and executes a text beside the templates at hand, as `{{ tpl }}` needs it. */
  execute(text: string, data: GoValue): string;
}

type Arguments<P extends readonly ParameterType<unknown>[]> = {
  -readonly [K in keyof P]: P[K] extends ParameterType<infer T> ? T : never;
};

/** Declares a function with a fixed number of arguments. */
export function fixed<const P extends readonly ParameterType<unknown>[]>(
  name: string,
  parameters: P,
  implementation: (...args: [...Arguments<P>, Call]) => GoValue,
): GoFunction {
  // Whoever calls converts every argument to the declared type first.
  const run = implementation as (...all: unknown[]) => GoValue;
  return { name, parameters, variadic: undefined, implementation: run, invoke: (call, args) => run(...args, call) };
}

/** Declares a function with further arguments, which arrive as one list after the fixed ones. */
export function variadic<const P extends readonly ParameterType<unknown>[], V>(
  name: string,
  { fixed: parameters, rest }: { readonly fixed: P; readonly rest: ParameterType<V> },
  implementation: (...args: [...Arguments<P>, readonly V[], Call]) => GoValue,
): GoFunction {
  const count = parameters.length;
  const run = implementation as (...all: unknown[]) => GoValue;
  return { name, parameters, variadic: rest, implementation: run, invoke: invokeVariadic(run, count) };
}

/** Nearly all have one fixed argument or none, and need no copies of lists. */
function invokeVariadic(run: (...all: unknown[]) => GoValue, count: number): GoFunction['invoke'] {
  if (count === 0) return (call, args) => run(args, call);
  if (count === 1) return (call, args) => run(args[0], args.slice(1), call);
  return (call, args) => run(...args.slice(0, count), args.slice(count), call);
}

/** Declares a method; the receiver comes first. The method was found on the value, so that fits the declared type. */
export function method(definition: GoFunction): GoFunction {
  const [self] = definition.parameters;
  const invoke: GoFunction['invoke'] = (call, [receiver, ...rest]) => {
    // Callers pass the value itself, as they found it.
    return definition.invoke(call, [self?.accept(receiver as GoValue), ...rest]);
  };
  return { ...definition, isMethod: true, invoke };
}

/** The same function under another name. */
export function renamed(name: string, original: GoFunction): GoFunction {
  return { ...original, name };
}
