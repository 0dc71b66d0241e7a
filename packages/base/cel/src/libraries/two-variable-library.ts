import type { Library } from '../environment/environment.js';
import { globalOverload } from '../environment/function-declaration.js';
import { MAP_INSERT, TWO_VARIABLE_MACROS } from '../macros/two-variable-macros.js';
import { mapType, paramType } from '../types/cel-type.js';
import { CelError } from '../values/cel-error.js';
import { type CelMap, EntryMap, GrowingMap } from '../values/cel-map.js';
import { showValue } from '../values/show-value.js';
import type { CelValue } from '../values/value.js';

const K = paramType('K');
const V = paramType('V');
const MAP = mapType(K, V);

/** Loops with two variables and what they are made of. */
export const TWO_VARIABLE_LIBRARY: Library = {
  macros: TWO_VARIABLE_MACROS,
  functions: [
    {
      name: MAP_INSERT,
      overloads: [
        globalOverload('@mapInsert_map_key_value', [MAP, K, V], MAP, { variadic: insertEntry }),
        globalOverload('@mapInsert_map_map', [MAP, MAP], MAP, { binary: insertMap }),
      ],
    },
  ],
};

function insertEntry([map, key, value]: readonly CelValue[]): CelMap {
  return insert(map as CelMap, key as CelValue, value as CelValue);
}

function insertMap(map: CelValue, added: CelValue): CelMap {
  let result = map as CelMap;
  for (const key of (added as CelMap).keys()) result = insert(result, key, (added as CelMap).find(key) ?? null);
  return result;
}

/** A map that a loop is filling takes the entry itself. */
function insert(map: CelMap, key: CelValue, value: CelValue): CelMap {
  if (map.find(key) !== undefined) throw new CelError(`insert failed: key ${showValue(key)} already exists`);
  const target = map instanceof GrowingMap ? map : EntryMap.of(map);
  target.set(key, value);
  return target;
}
