import {
  bytesToBase64,
  GoBytes,
  GoError,
  GoInt,
  GoMap,
  GoPointer,
  GoSlice,
  GoStruct,
  type GoValue,
  isEmpty,
  itemsOf,
  requireModestSize,
  typeOf,
} from '@gotk/go-template';
import { renderGoFloat } from '@gotk/json';
import { type ExactValue, parseYaml } from '@gotk/yaml';

const MAX_DEPTH = 1_000;

/** A value as JSON, which is what the YAML and JSON functions make of it first. @throws GoError for what JSON cannot hold */
export function plainValueOf(value: GoValue): ExactValue {
  requireModestSize(value);
  return plain(value, 0);
}

function plain(value: GoValue, depth: number): ExactValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new GoError(`json: unsupported value: ${renderGoFloat(value)}`);
      return value;
    default:
      return value === null || value === undefined ? null : plainObject(value, depth);
  }
}

function plainObject(value: Exclude<GoValue, null | undefined | string | number | boolean>, depth: number): ExactValue {
  if (depth > MAX_DEPTH) throw new GoError('json: unsupported value: encountered a cycle');
  if (value instanceof GoMap) return value.isNil ? null : plainMap(value, depth);
  if (Array.isArray(value)) return value.map((item: GoValue) => plain(item, depth + 1));
  const own = typeOf(value)?.toJson?.(value);
  if (own !== undefined) return parseYaml(own);
  if (value instanceof GoInt) return value.value;
  if (value instanceof GoBytes) return value.isNil ? null : bytesToBase64(value.bytes);
  if (value instanceof GoSlice)
    return value.isNil ? null : (itemsOf(value) ?? []).map((item) => plain(item, depth + 1));
  if (value instanceof GoPointer) return plain(value.target, depth + 1);
  if (value instanceof GoStruct) return plainStruct(value, depth);
  throw new GoError('json: unsupported type: complex128');
}

function plainMap(map: GoMap, depth: number): ExactValue {
  // An ordinary object is filled much faster than one without a prototype; who reads it looks at its own keys alone.
  const object: Record<string, ExactValue> = {};
  for (const key of map.keys()) setKey(object, key, plain(map.get(key), depth + 1));
  return object;
}

function setKey(object: Record<string, ExactValue>, key: string, value: ExactValue): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function plainStruct(struct: GoStruct, depth: number): ExactValue {
  const object: Record<string, ExactValue> = Object.create(null);
  for (const field of struct.type.fields) {
    const name = 'jsonName' in field ? field.jsonName : field.name;
    const value = field.get(struct);
    if (name === undefined || field.isUnexported === true || (field.omitEmpty === true && isEmpty(value))) continue;
    object[name] = plain(value, depth + 1);
  }
  return object;
}
