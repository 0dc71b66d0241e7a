import type { Expr } from '../../ast/expr.js';
import type { Library } from '../../environment/environment.js';
import {
  type FunctionDeclaration,
  globalOverload,
  memberOverload,
  type Overload,
} from '../../environment/function-declaration.js';
import { type Macro, MacroError } from '../../macros/macro.js';
import type { MacroWriter } from '../../macros/macro-writer.js';
import { expandMap } from '../../macros/standard-macros.js';
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listType,
  paramType,
  STRING,
  TIMESTAMP,
  UINT,
} from '../../types/cel-type.js';
import { CelCancelled, CelError } from '../../values/cel-error.js';
import { ArrayList, CelList } from '../../values/cel-list.js';
import { CelMap } from '../../values/cel-map.js';
import { compareValues } from '../../values/compare.js';
import { equalValues } from '../../values/equal.js';
import { type CelValue, typeOf } from '../../values/value.js';

const LIST = listType(paramType('T'));
const COMPARABLE = [INT, UINT, DOUBLE, BOOL, DURATION, TIMESTAMP, STRING, BYTES];
/** More elements than any evaluation may cost. */
const LONGEST_RANGE = 1_000_000n;
const SORT_KEYS = '@sortByAssociatedKeys';

/** Parts, order and shape of lists. */
export const LIST_EXTENSIONS: Library = {
  macros: [{ name: 'sortBy', argCount: 2, receiver: true, expand: expandSortBy } satisfies Macro],
  functions: [
    declare('slice', memberOverload('list_slice', [LIST, INT, INT], LIST, { variadic: slice })),
    {
      name: 'flatten',
      unguarded: true,
      overloads: [
        memberOverload('list_flatten', [listType(LIST)], LIST, { unary: (list) => flatten(list, 1n) }),
        memberOverload('list_flatten_int', [listType(DYN), INT], listType(DYN), { binary: flatten }),
      ],
    },
    {
      name: 'sort',
      overloads: COMPARABLE.map((type) => memberOverload(`list_${type.name}_sort`, [listType(type)], listType(type))),
      singleton: { unary: (list) => sortByKeys(list, list), accepts: (value) => value instanceof CelList },
    },
    {
      name: SORT_KEYS,
      overloads: COMPARABLE.map((type) =>
        memberOverload(`list_${type.name}_sortByAssociatedKeys`, [LIST, listType(type)], LIST),
      ),
      singleton: { binary: sortByKeys, accepts: (value) => value instanceof CelList },
    },
    declare('lists.range', globalOverload('lists_range', [INT], listType(INT), { unary: range })),
    declare('reverse', memberOverload('list_reverse', [LIST], LIST, { unary: reverse })),
    declare('distinct', memberOverload('list_distinct', [LIST], LIST, { unary: distinct })),
  ],
};

function declare(name: string, overload: Overload): FunctionDeclaration {
  return { name, overloads: [overload] };
}

/** `list.sortBy(e, key)`: the list under a name, sorted by its keys. */
function expandSortBy(writer: MacroWriter, target: Expr, args: readonly Expr[]): Expr {
  const input = writer.ident('@__sortBy_input__');
  const variable = '@__sortBy_input__';
  if (!['list', 'select', 'ident', 'comprehension', 'call'].includes(target.kind)) {
    const applies = 'a list, identifier, comprehension, call or select expression';
    throw new MacroError(target.id, `sortBy can only be applied to ${applies}`);
  }
  const keys = expandMap(writer, writer.copy(input), args);
  const sorted = writer.memberCall(SORT_KEYS, writer.copy(input), keys);
  return writer.comprehension({
    range: writer.list(),
    variable: '#unused',
    secondVariable: undefined,
    accumulator: variable,
    initial: target,
    condition: writer.literal(false),
    step: input,
    result: sorted,
  });
}

function slice([list, from, to]: readonly CelValue[]): ArrayList {
  const [elements, start, end] = [list as CelList, from as bigint, to as bigint];
  const refused = `cannot slice(${start}, ${end})`;
  if (start < 0n || end < 0n) throw new CelError(`${refused}, negative indexes not supported`);
  if (start > end) throw new CelError(`${refused}, start index must be less than or equal to end index`);
  if (BigInt(elements.size) < end) throw new CelError(`${refused}, list is length ${elements.size}`);
  return new ArrayList([...elements].slice(Number(start), Number(end)));
}

function flatten(list: CelValue, depth: CelValue): ArrayList {
  if (!(list instanceof CelList) || typeof depth !== 'bigint') {
    throw new CelError(`no such overload: ${list instanceof CelMap ? 'map(dyn, dyn)' : typeOf(list).name}.flatten()`);
  }
  if (depth < 0n) throw new CelError('level must be non-negative');
  return new ArrayList(flattened(list, depth));
}

function flattened(list: CelList, depth: bigint): CelValue[] {
  return [...list].flatMap((element) =>
    element instanceof CelList && depth > 0n ? flattened(element, depth - 1n) : [element],
  );
}

function sortByKeys(list: CelValue, keys: CelValue): CelList {
  const [elements, sortKeys] = [list as CelList, [...(keys as CelList)]];
  if (elements.size !== sortKeys.length) {
    const sizes = `${elements.size} and ${sortKeys.length} elements respectively`;
    throw new CelError(
      `@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got ${sizes}`,
    );
  }
  if (elements.size === 0) return elements;
  const type = typeOf(sortKeys[0] as CelValue);
  if (!COMPARABLE.includes(type)) throw new CelError('list elements must be comparable');
  if (sortKeys.some((key) => typeOf(key) !== type)) throw new CelError('list elements must have the same type');
  const places = sortKeys.map((_, place) => place);
  places.sort((a, b) => compareKeys(sortKeys[a] as CelValue, sortKeys[b] as CelValue));
  return new ArrayList(places.map((place) => elements.at(place)));
}

/** What cannot be compared stays where it is. */
function compareKeys(a: CelValue, b: CelValue): number {
  try {
    return compareValues(a, b);
  } catch {
    return 0;
  }
}

function range(count: CelValue): ArrayList {
  const end = count as bigint;
  if (end > LONGEST_RANGE) throw new CelCancelled('operation cancelled: actual cost limit exceeded');
  return new ArrayList(Array.from({ length: Math.max(Number(end), 0) }, (_, i) => BigInt(i)));
}

function reverse(list: CelValue): ArrayList {
  return new ArrayList([...(list as CelList)].reverse());
}

function distinct(list: CelValue): CelList {
  const found: CelValue[] = [];
  for (const element of list as CelList) {
    if (!found.some((other) => equalValues(element, other))) found.push(element);
  }
  return new ArrayList(found);
}
