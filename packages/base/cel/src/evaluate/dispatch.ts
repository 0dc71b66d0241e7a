import type { FunctionDeclaration, Overload } from '../environment/function-declaration.js';
import { CelError } from '../values/cel-error.js';
import { type CelValue, typeOf } from '../values/value.js';
import { fitsType } from './runtime-type.js';

/** How a call is computed: by the number of arguments, or for any number. */
export interface Implementation {
  readonly unary?: ((value: CelValue) => CelValue) | undefined;
  readonly binary?: ((a: CelValue, b: CelValue) => CelValue) | undefined;
  readonly variadic?: ((args: readonly CelValue[]) => CelValue) | undefined;
  readonly accepts?: ((value: CelValue) => boolean) | undefined;
}

/** Finds what computes a function: the version that was resolved, else one that looks at the arguments. */
export function findImplementation(
  declared: FunctionDeclaration,
  overloadId: string | undefined,
): Implementation | undefined {
  if (declared.singleton !== undefined) return declared.singleton;
  const bound = declared.overloads.filter(isBound);
  const resolved = bound.find(({ id }) => id === overloadId) ?? (bound.length === 1 ? bound[0] : undefined);
  if (resolved !== undefined) return guard(declared, resolved);
  return bound.length === 0 ? undefined : { variadic: (args) => dispatch(declared, bound, args) };
}

function isBound({ unary, binary, variadic }: Overload): boolean {
  return unary !== undefined || binary !== undefined || variadic !== undefined;
}

function guard(declared: FunctionDeclaration, overload: Overload): Implementation {
  const { unary, binary, variadic } = overload;
  if (declared.unguarded === true) return { unary, binary, variadic };
  const checked = <T extends readonly CelValue[]>(args: T): T => {
    if (!fits(overload, args)) throw noSuchOverloadOf(declared.name, args);
    return args;
  };
  return {
    unary: unary && ((value) => unary(...checked([value] as const))),
    binary: binary && ((a, b) => binary(...checked([a, b] as const))),
    variadic: variadic && ((args) => variadic(checked(args))),
  };
}

function dispatch(declared: FunctionDeclaration, overloads: readonly Overload[], args: readonly CelValue[]): CelValue {
  for (const overload of overloads) {
    const { unary, binary, variadic } = overload;
    if (args.length !== overload.args.length) continue;
    if (declared.unguarded !== true && !fits(overload, args)) continue;
    if (unary !== undefined) return unary(args[0] as CelValue);
    if (binary !== undefined) return binary(args[0] as CelValue, args[1] as CelValue);
    if (variadic !== undefined) return variadic(args);
  }
  throw noSuchOverloadOf(declared.name, args);
}

function fits(overload: Overload, args: readonly CelValue[]): boolean {
  if (args.length !== overload.args.length) return false;
  return overload.args.every((type, i) => fitsType(type, args[i] as CelValue));
}

function noSuchOverloadOf(name: string, args: readonly CelValue[]): CelError {
  return new CelError(`no such overload: ${name}(${args.map((arg) => typeOf(arg).name).join(', ')})`);
}
