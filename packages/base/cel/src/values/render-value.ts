import { canonicalJson, renderGoFloat } from '@gotk/json';
import { CelType, STRING } from '../types/cel-type.js';
import { EMPTY } from '../types/well-known-types.js';
import { CelList } from './cel-list.js';
import { CelMap, StructMap } from './cel-map.js';
import { CelOptional } from './cel-optional.js';
import { CelDuration, CelTimestamp } from './cel-time.js';
import { CelUint } from './cel-uint.js';
import { convertTo } from './convert.js';
import { jsonOfValue } from './json-of-value.js';
import { type CelValue, typeOf } from './value.js';

/** Values in values are written down to this depth. */
const MAX_DEPTH = 20;

/** A value written so that its types show: `1u`, `double(1)`, `optional("a")`; keys of maps are sorted. */
export function renderValue(value: CelValue, depth = 0): string {
  if (depth > MAX_DEPTH) return '…';
  if (typeof value === 'number') return `double(${renderGoFloat(value)})`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (value instanceof CelUint) return `${value.value}u`;
  if (value instanceof Uint8Array) return `bytes(${hexOf(value)})`;
  if (value instanceof CelDuration || value instanceof CelTimestamp) {
    return `${typeOf(value).name}(${String(convertTo(STRING, value))})`;
  }
  if (value instanceof CelType) return `type(${value.name})`;
  if (value instanceof CelOptional) {
    return value.value === undefined ? 'optional.none()' : `optional(${renderValue(value.value, depth + 1)})`;
  }
  if (value instanceof StructMap) return renderStruct(value, depth);
  if (value instanceof CelMap) return renderMap(value, depth);
  if (value instanceof CelList) return `[${[...value].map((element) => renderValue(element, depth + 1)).join(', ')}]`;
  return value.type.name;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Keys that are not even the same as themselves have no value. */
function shownEntry(value: CelValue | undefined, depth: number): string {
  return value === undefined ? 'error' : renderValue(value, depth);
}

function renderMap(map: CelMap, depth: number): string {
  const entries = Array.from(map.keys(), (key) => {
    return `${renderValue(key, depth + 1)}: ${shownEntry(map.find(key), depth + 1)}`;
  });
  return `{${entries.sort().join(', ')}}`;
}

/** A patch by its parts; of other objects what they are as JSON. */
function renderStruct(struct: StructMap, depth: number): string {
  if (struct.typeName === EMPTY.name) return EMPTY.name;
  if (struct.typeName !== 'JSONPatch') return `${struct.typeName}(${canonicalJson(jsonOfValue(struct))})`;
  const parts = ['op', 'path', 'from'].map((name) => JSON.stringify(struct.find(name) ?? ''));
  const value = struct.find('value');
  return `JSONPatch(${[...parts, ...(value === undefined ? [] : [renderValue(value, depth + 1)])].join(', ')})`;
}
