import { type CelType, isDynamic, paramOf } from '../types/cel-type.js';
import { CelList } from '../values/cel-list.js';
import { CelMap } from '../values/cel-map.js';
import { type CelValue, typeOf } from '../values/value.js';

/** Whether a value can stand where a type is asked for; of lists and maps only the first element is looked at. */
export function fitsType(type: CelType, value: CelValue): boolean {
  if (isDynamic(type)) return true;
  if (type.name !== typeOf(value).name) return false;
  if (value instanceof CelList) return value.size === 0 || fitsType(paramOf(type, 0), value.at(0));
  if (!(value instanceof CelMap) || value.size === 0) return true;
  for (const key of value.keys()) {
    return fitsType(paramOf(type, 0), key) && fitsType(paramOf(type, 1), value.find(key) ?? null);
  }
  return true;
}
