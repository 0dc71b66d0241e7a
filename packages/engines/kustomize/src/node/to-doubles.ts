import { isJsonObject, type JsonValue } from '@gotk/json';
import type { ExactValue } from '@gotk/yaml';

/** A value as it comes out of Go's JSON decoder, which reads all numbers as doubles. */
export function toDoubles(value: ExactValue): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toDoubles);
  if (!isJsonObject(value)) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toDoubles(item ?? null)]));
}
