import { OPERATORS } from '../ast/operators.js';
import type { Library } from '../environment/environment.js';
import { globalOverload, memberOverload, type Overload } from '../environment/function-declaration.js';
import { OPTIONAL_MACROS } from '../macros/optional-macros.js';
import {
  BOOL,
  CelType,
  DYN,
  INT,
  listType,
  mapType,
  OPTIONAL,
  optionalType,
  paramType,
  STRING,
} from '../types/cel-type.js';
import { CelError } from '../values/cel-error.js';
import { ArrayList, type CelList } from '../values/cel-list.js';
import { CelOptional } from '../values/cel-optional.js';
import { showValue } from '../values/show-value.js';
import type { CelValue } from '../values/value.js';
import { isZeroValue } from '../values/zero-value.js';

const K = paramType('K');
const V = paramType('V');
const OPTIONAL_V = optionalType(V);
const LIST = listType(V);
const MAP = mapType(K, V);
const OPTIONALS = listType(OPTIONAL_V);

/** Values that may be missing. `or`, `orValue` and the operators are computed where they are planned. */
export const OPTIONAL_LIBRARY: Library = {
  types: [new CelType('opaque', OPTIONAL.name)],
  macros: OPTIONAL_MACROS,
  functions: [
    declare('optional.of', globalOverload('optional_of', [V], OPTIONAL_V, { unary: (value) => CelOptional.of(value) })),
    declare(
      'optional.ofNonZeroValue',
      globalOverload('optional_ofNonZeroValue', [V], OPTIONAL_V, { unary: ofNonZero }),
    ),
    declare('optional.none', globalOverload('optional_none', [], OPTIONAL_V, { variadic: () => CelOptional.none })),
    declare('value', memberOverload('optional_value', [OPTIONAL_V], V, { unary: (value) => optional(value).get() })),
    declare('hasValue', memberOverload('optional_hasValue', [OPTIONAL_V], BOOL, { unary: hasValue })),
    declare('or', memberOverload('optional_or_optional', [OPTIONAL_V, OPTIONAL_V], OPTIONAL_V)),
    declare('orValue', memberOverload('optional_orValue_value', [OPTIONAL_V, V], V)),
    declare(OPERATORS.optionalSelect, globalOverload('select_optional_field', [DYN, STRING], OPTIONAL_V)),
    declare(
      OPERATORS.optionalIndex,
      globalOverload('list_optindex_optional_int', [LIST, INT], OPTIONAL_V),
      globalOverload('optional_list_optindex_optional_int', [optionalType(LIST), INT], OPTIONAL_V),
      globalOverload('map_optindex_optional_value', [MAP, K], OPTIONAL_V),
      globalOverload('optional_map_optindex_optional_value', [optionalType(MAP), K], OPTIONAL_V),
    ),
    declare(
      OPERATORS.index,
      globalOverload('optional_list_index_int', [optionalType(LIST), INT], OPTIONAL_V),
      globalOverload('optional_map_index_value', [optionalType(MAP), K], OPTIONAL_V),
    ),
    declare('last', memberOverload('list_last', [LIST], OPTIONAL_V, { unary: (list) => elementOf(list, -1) })),
    declare('first', memberOverload('list_first', [LIST], OPTIONAL_V, { unary: (list) => elementOf(list, 0) })),
    declare('optional.unwrap', globalOverload('optional_unwrap', [OPTIONALS], LIST, { unary: unwrap })),
    declare('unwrapOpt', memberOverload('optional_unwrapOpt', [OPTIONALS], LIST, { unary: unwrap })),
  ],
};

function declare(name: string, ...overloads: Overload[]) {
  return { name, overloads };
}

function optional(value: CelValue): CelOptional {
  return value as CelOptional;
}

function hasValue(value: CelValue): boolean {
  return optional(value).value !== undefined;
}

function ofNonZero(value: CelValue): CelOptional {
  return isZeroValue(value) ? CelOptional.none : CelOptional.of(value);
}

function elementOf(value: CelValue, place: number): CelOptional {
  const list = value as CelList;
  return list.size === 0 ? CelOptional.none : CelOptional.of(list.at(place < 0 ? list.size - 1 : place));
}

function unwrap(value: CelValue): ArrayList {
  const values = [...(value as CelList)].map((element) => {
    if (element instanceof CelOptional) return element.value;
    throw new CelError(`value ${showValue(element)} is not optional`);
  });
  return new ArrayList(values.filter((element) => element !== undefined));
}
