import { renderDuration } from '@gotk/duration';
import { renderGoFloat } from '@gotk/json';
import { CelType } from '../types/cel-type.js';
import { CelList } from './cel-list.js';
import { CelMap } from './cel-map.js';
import { CelOpaque } from './cel-opaque.js';
import { CelOptional } from './cel-optional.js';
import { CelDuration, CelTimestamp } from './cel-time.js';
import { CelUint } from './cel-uint.js';
import { renderTimestamp } from './time-text.js';
import { type CelValue, typeOf } from './value.js';

/** A value as it stands in error messages. */
export function showValue(value: CelValue): string {
  if (value === null) return '0';
  if (typeof value === 'number') return renderGoFloat(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof CelUint) return String(value.value);
  if (value instanceof Uint8Array) return `[${[...value].join(' ')}]`;
  if (value instanceof CelList) return `[${[...value].map(showValue).join(', ')}]`;
  if (value instanceof CelMap) return `{${[...value.keys()].map((key) => showEntry(value, key)).join(', ')}}`;
  if (value instanceof CelOptional) return showOptional(value);
  if (value instanceof CelDuration) return renderDuration(value.nanoseconds);
  if (value instanceof CelTimestamp) return showTime(value);
  if (value instanceof CelOpaque) return value.goText ?? value.type.name;
  return value instanceof CelType ? value.name : typeOf(value).name;
}

function showEntry(map: CelMap, key: CelValue): string {
  return `${showValue(key)}: ${showValue(map.find(key) ?? null)}`;
}

function showOptional({ value }: CelOptional): string {
  return value === undefined ? 'optional.none()' : `optional(${showValue(value)})`;
}

function showTime(time: CelTimestamp): string {
  const [, date, clock, offset = 'Z'] = /^(.*)T([^Z+-]*)(.*)$/.exec(renderTimestamp(time)) ?? [];
  const numbers = offset.replace(':', '');
  return `${date} ${clock} ${offset === 'Z' ? '+0000 UTC' : `${numbers} ${numbers}`}`;
}
