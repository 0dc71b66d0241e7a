import type { Library } from '../../environment/environment.js';
import { type FunctionDeclaration, memberOverload, type Overload } from '../../environment/function-declaration.js';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  INT,
  listType,
  paramType,
  STRING,
  TIMESTAMP,
  UINT,
} from '../../types/cel-type.js';
import { add } from '../../values/arithmetic.js';
import { CelError, noSuchOverload } from '../../values/cel-error.js';
import type { CelList } from '../../values/cel-list.js';
import { CelDuration } from '../../values/cel-time.js';
import { CelUint } from '../../values/cel-uint.js';
import { compareValues } from '../../values/compare.js';
import { equalValues } from '../../values/equal.js';
import { type CelValue, typeOf } from '../../values/value.js';

const A = paramType('A');
const SUMMABLE = { int: INT, uint: UINT, double: DOUBLE, duration: DURATION } as const;
const COMPARABLE = {
  int: INT,
  uint: UINT,
  double: DOUBLE,
  bool: BOOL,
  duration: DURATION,
  timestamp: TIMESTAMP,
  string: STRING,
  bytes: BYTES,
} as const;
const ZERO: Readonly<Record<keyof typeof SUMMABLE, CelValue>> = {
  int: 0n,
  uint: new CelUint(0n),
  double: 0,
  duration: new CelDuration(0n),
};

/** Sums, extremes, order and places in lists. */
export const LISTS_LIBRARY: Library = {
  functions: [
    declare('isSorted', COMPARABLE, (name, type) =>
      memberOverload(`list_${name}_is_sorted_bool`, [listType(type)], BOOL, { unary: isSorted }),
    ),
    declare('sum', SUMMABLE, (name, type) =>
      memberOverload(`list_${name}_sum_${name}`, [listType(type)], type, { unary: (list) => sum(list, ZERO[name]) }),
    ),
    extreme('max', (order) => order < 0),
    extreme('min', (order) => order > 0),
    place('indexOf', 'list_a_index_of_int', (list, matches) => list.findIndex(matches)),
    place('lastIndexOf', 'list_a_last_index_of_int', (list, matches) => list.findLastIndex(matches)),
  ],
};

function declare<N extends string>(
  name: string,
  types: Readonly<Record<N, CelType>>,
  overloadFor: (typeName: N, type: CelType) => Overload,
): FunctionDeclaration {
  const entries = Object.entries(types) as [N, CelType][];
  return { name, overloads: entries.map(([typeName, type]) => overloadFor(typeName, type)) };
}

function isSorted(list: CelValue): boolean {
  const elements = [...(list as CelList)];
  elements.forEach(requireComparable);
  return elements.every((element, i) => i === 0 || orderOf(elements[i - 1] as CelValue, element) <= 0);
}

function requireComparable(value: CelValue): void {
  const { kind } = typeOf(value);
  if (!Object.hasOwn(COMPARABLE, kind)) throw noSuchOverload();
}

/** What cannot be compared, such as NaN, stays in its place. */
function orderOf(a: CelValue, b: CelValue): number {
  try {
    return compareValues(a, b);
  } catch (error) {
    if (error instanceof CelError) return 0;
    throw error;
  }
}

function sum(list: CelValue, zero: CelValue): CelValue {
  return [...(list as CelList)].reduce(add, zero);
}

function extreme(name: string, replaces: (order: number) => boolean): FunctionDeclaration {
  const unary = (list: CelValue): CelValue => {
    const elements = [...(list as CelList)];
    elements.forEach(requireComparable);
    const [first, ...others] = elements;
    if (first === undefined) throw new CelError(`${name} called on empty list`);
    return others.reduce((best, next) => (replaces(orderOf(best, next)) ? next : best), first);
  };
  return declare(name, COMPARABLE, (typeName, type) =>
    memberOverload(`list_${typeName}_${name}_${typeName}`, [listType(type)], type, { unary }),
  );
}

function place(
  name: string,
  id: string,
  search: (list: readonly CelValue[], matches: (element: CelValue) => boolean) => number,
): FunctionDeclaration {
  const binary = (list: CelValue, item: CelValue): CelValue =>
    BigInt(search([...(list as CelList)], (element) => equalValues(element, item)));
  return { name, overloads: [memberOverload(id, [listType(A), A], INT, { binary })] };
}
