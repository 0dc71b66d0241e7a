import type { JsonObject, JsonValue } from '@gotk/json';
import { STRING } from '../types/cel-type.js';
import { CelList } from './cel-list.js';
import { CelMap } from './cel-map.js';
import { CelOpaque } from './cel-opaque.js';
import { CelOptional } from './cel-optional.js';
import { CelUint } from './cel-uint.js';
import { convertTo } from './convert.js';
import { showValue } from './show-value.js';
import { type CelValue, typeOf } from './value.js';

/** A value as JSON; times, durations and types become the strings they are written as. */
export function jsonOfValue(value: CelValue): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
    return value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof CelUint) return Number(value.value);
  if (value instanceof CelList) return [...value].map(jsonOfValue);
  if (value instanceof CelOpaque) return showValue(value);
  if (value instanceof CelMap) return jsonOfMap(value);
  if (value instanceof CelOptional) return value.value === undefined ? null : jsonOfValue(value.value);
  if (value instanceof Uint8Array) return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''));
  return ['timestamp', 'duration', 'type'].includes(typeOf(value).kind)
    ? (convertTo(STRING, value) as string)
    : showValue(value);
}

function jsonOfMap(map: CelMap): JsonObject {
  return Object.fromEntries([...map.keys()].map((key) => [showValue(key), jsonOfValue(map.find(key) ?? null)]));
}
