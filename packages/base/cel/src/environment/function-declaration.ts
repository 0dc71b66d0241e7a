import type { CelType } from '../types/cel-type.js';
import type { CelValue } from '../values/value.js';

/** One version of a function: what it takes, what it gives, how it is computed. */
export interface Overload {
  readonly id: string;
  readonly args: readonly CelType[];
  readonly result: CelType;
  /** Called on its first argument: `a.f(b)`. */
  readonly member: boolean;
  readonly unary?: (value: CelValue) => CelValue;
  readonly binary?: (a: CelValue, b: CelValue) => CelValue;
  readonly variadic?: (args: readonly CelValue[]) => CelValue;
}

/** One computation for all versions of a function. */
export interface Singleton {
  readonly unary?: (value: CelValue) => CelValue;
  readonly binary?: (a: CelValue, b: CelValue) => CelValue;
  /** Whether the first argument is one that can be computed with. */
  readonly accepts?: (value: CelValue) => boolean;
}

/** A function with all its versions. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly overloads: readonly Overload[];
  readonly singleton?: Singleton;
  /** The computations look at the types of their arguments themselves. */
  readonly unguarded?: boolean;
}

/** A version called with its arguments in parentheses. */
export function globalOverload(
  id: string,
  args: readonly CelType[],
  result: CelType,
  compute: Pick<Overload, 'unary' | 'binary' | 'variadic'> = {},
): Overload {
  return { id, args, result, member: false, ...compute };
}

/** A version called on its first argument. */
export function memberOverload(
  id: string,
  args: readonly CelType[],
  result: CelType,
  compute: Pick<Overload, 'unary' | 'binary' | 'variadic'> = {},
): Overload {
  return { id, args, result, member: true, ...compute };
}

/** A function with the versions of two declarations. */
export function mergeFunctions(a: FunctionDeclaration, b: FunctionDeclaration): FunctionDeclaration {
  const ids = new Set(a.overloads.map(({ id }) => id));
  const added = b.overloads.filter(({ id }) => !ids.has(id));
  return { ...a, ...b, overloads: [...a.overloads, ...added] };
}

const typeParams = new WeakMap<Overload, ReadonlySet<string>>();

/** The names of the type parameters of a version. */
export function typeParamsOf(overload: Overload): ReadonlySet<string> {
  const known = typeParams.get(overload);
  if (known !== undefined) return known;
  const names = collectTypeParams(overload);
  typeParams.set(overload, names);
  return names;
}

function collectTypeParams({ args, result }: Overload): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (type: CelType): void => {
    if (type.kind === 'param') names.add(type.name);
    type.params.forEach(collect);
  };
  collect(result);
  args.forEach(collect);
  return names;
}
