import { OPERATORS } from '../../ast/operators.js';
import {
  type FunctionDeclaration,
  globalOverload,
  type Overload,
  type Singleton,
} from '../../environment/function-declaration.js';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  INT,
  listType,
  mapType,
  paramType,
  STRING,
  TIMESTAMP,
  UINT,
} from '../../types/cel-type.js';
import { add, divide, modulo, multiply, negate, subtract } from '../../values/arithmetic.js';
import { noSuchOverload } from '../../values/cel-error.js';
import { CelList } from '../../values/cel-list.js';
import { CelMap } from '../../values/cel-map.js';
import { compareValues } from '../../values/compare.js';
import { type CelValue, typeOf } from '../../values/value.js';
import { OVERLOAD_ID_NAMES } from './overload-id-names.js';

const A = paramType('A');
const B = paramType('B');
const LIST_OF_A = listType(A);
const MAP_OF_A = mapType(A, B);

/** The types in the ids of overloads. */
const ID_NAMES: ReadonlyMap<CelType, string> = new Map([...OVERLOAD_ID_NAMES, [LIST_OF_A, 'list']]);

/** The operators that are functions. */
export const OPERATOR_FUNCTIONS: readonly FunctionDeclaration[] = [
  special(OPERATORS.conditional, globalOverload('conditional', [BOOL, A, A], A)),
  special(OPERATORS.and, globalOverload('logical_and', [BOOL, BOOL], BOOL)),
  special(OPERATORS.or, globalOverload('logical_or', [BOOL, BOOL], BOOL)),
  special(OPERATORS.equals, globalOverload('equals', [A, A], BOOL)),
  special(OPERATORS.notEquals, globalOverload('not_equals', [A, A], BOOL)),
  special(OPERATORS.notStrictlyFalse, globalOverload('not_strictly_false', [BOOL], BOOL)),
  special(
    OPERATORS.index,
    globalOverload('index_list', [LIST_OF_A, INT], A),
    globalOverload('index_map', [MAP_OF_A, A], B),
  ),
  { name: OPERATORS.not, overloads: [globalOverload('logical_not', [BOOL], BOOL)], singleton: { unary: not } },
  arithmetic('_+_', 'add', { binary: add, accepts: kinds('int uint double string bytes list duration timestamp') }, [
    [BYTES, BYTES, BYTES],
    [DOUBLE, DOUBLE, DOUBLE],
    [DURATION, DURATION, DURATION],
    [DURATION, TIMESTAMP, TIMESTAMP],
    [TIMESTAMP, DURATION, TIMESTAMP],
    [INT, INT, INT],
    [LIST_OF_A, LIST_OF_A, LIST_OF_A],
    [STRING, STRING, STRING],
    [UINT, UINT, UINT],
  ]),
  arithmetic('_/_', 'divide', { binary: divide, accepts: kinds('int uint double') }, sameTypes(DOUBLE, INT, UINT)),
  arithmetic('_%_', 'modulo', { binary: modulo, accepts: kinds('int uint') }, sameTypes(INT, UINT)),
  arithmetic('_*_', 'multiply', { binary: multiply, accepts: kinds('int uint double') }, sameTypes(DOUBLE, INT, UINT)),
  arithmetic('-_', 'negate', { unary: negate, accepts: kinds('int double duration bool') }, [
    [DOUBLE, DOUBLE],
    [INT, INT],
  ]),
  arithmetic('_-_', 'subtract', { binary: subtract, accepts: kinds('int uint double duration timestamp') }, [
    [DOUBLE, DOUBLE, DOUBLE],
    [DURATION, DURATION, DURATION],
    [INT, INT, INT],
    [TIMESTAMP, DURATION, TIMESTAMP],
    [TIMESTAMP, TIMESTAMP, DURATION],
    [UINT, UINT, UINT],
  ]),
  comparison('_<_', 'less', (order) => order < 0),
  comparison('_<=_', 'less_equals', (order) => order <= 0),
  comparison('_>_', 'greater', (order) => order > 0),
  comparison('_>=_', 'greater_equals', (order) => order >= 0),
  {
    name: OPERATORS.in,
    overloads: [globalOverload('in_list', [A, LIST_OF_A], BOOL), globalOverload('in_map', [A, MAP_OF_A], BOOL)],
    singleton: { binary: isIn },
  },
];

/** An operator that is computed in a way of its own. */
function special(name: string, ...overloads: Overload[]): FunctionDeclaration {
  return { name, overloads };
}

/** `signatures`: the types of the arguments, then that of the result. */
function arithmetic(
  name: string,
  word: string,
  singleton: Singleton,
  signatures: readonly (readonly CelType[])[],
): FunctionDeclaration {
  const overloads = signatures.map((signature) => {
    const args = signature.slice(0, -1);
    return globalOverload(overloadId(word, args), args, signature.at(-1) as CelType);
  });
  return { name, overloads, singleton };
}

function sameTypes(...types: CelType[]): CelType[][] {
  return types.map((type) => [type, type, type]);
}

/** One name where all types are the same, else all of them. */
function overloadId(word: string, args: readonly CelType[]): string {
  const repeats = word === 'add' || word === 'subtract' ? [DURATION, TIMESTAMP] : [];
  const same = args.every((arg) => arg === args[0]) && !repeats.includes(args[0] as CelType);
  const named = same ? args.slice(0, 1) : args;
  return [word, ...named.map((arg) => ID_NAMES.get(arg))].join('_');
}

function comparison(name: string, word: string, holds: (order: number) => boolean): FunctionDeclaration {
  const numbers = [
    [INT, DOUBLE, UINT],
    [UINT, DOUBLE, INT],
    [DOUBLE, INT, UINT],
  ];
  const pairs = [
    [BOOL, BOOL],
    ...numbers.flatMap(([left, ...others]) => [left, ...others].map((right) => [left, right])),
    ...[STRING, BYTES, TIMESTAMP, DURATION].map((type) => [type, type]),
  ] as CelType[][];
  const overloads = pairs.map((args) => globalOverload(overloadId(word, args), args, BOOL));
  const accepts = kinds('bool int uint double string bytes timestamp duration');
  return { name, overloads, singleton: { binary: (a, b) => holds(compareValues(a, b)), accepts } };
}

function kinds(list: string): (value: CelValue) => boolean {
  const accepted: ReadonlySet<string> = new Set(list.split(' '));
  return (value) => accepted.has(typeOf(value).kind);
}

function not(value: CelValue): boolean {
  if (typeof value !== 'boolean') throw noSuchOverload();
  return !value;
}

function isIn(value: CelValue, container: CelValue): boolean {
  if (container instanceof CelList) return container.contains(value);
  if (container instanceof CelMap) return container.find(value) !== undefined;
  throw noSuchOverload();
}
