import { GoMap } from '../value/go-map.js';
import { GoBytes, GoSlice } from '../value/go-slice.js';
import { GoPointer, GoStruct } from '../value/go-struct.js';
import type { GoValue } from '../value/go-value.js';
import { requireModestSize } from '../value/require-modest-size.js';
import { zeroValuePanic } from './panics.js';

/** A copy that shares no map with the original. */
export function deepCopy(value: GoValue): GoValue {
  if (value === null || value === undefined) throw zeroValuePanic('Type');
  requireModestSize(value);
  return copy(value);
}

function copy(value: GoValue): GoValue {
  if (value instanceof GoMap) return copyMap(value);
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof GoSlice) return new GoSlice(value.type, value.items.map(copy), value.isNil);
  if (value instanceof GoBytes) return new GoBytes(value.type, value.bytes.slice(), value.isNil);
  if (value instanceof GoPointer && value.target !== undefined)
    return new GoPointer(value.type, copyStruct(value.target));
  return value instanceof GoStruct ? copyStruct(value) : value;
}

function copyStruct({ type, data }: GoStruct): GoStruct {
  return new GoStruct(type, type.copied === undefined ? data : type.copied(data));
}

function copyMap(map: GoMap): GoMap {
  if (map.isNil) return map;
  const copied = new GoMap(map.type);
  for (const key of map.keys()) copied.set(key, copy(map.get(key)));
  return copied;
}
