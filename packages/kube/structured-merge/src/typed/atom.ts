import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { MergeSchema } from '../schema/merge-schema.js';

/** A value with the schema it merges by. */
export interface TypedValue {
  readonly value: JsonValue;
  readonly schema: MergeSchema;
}

/** The part of the schema that fits the value, where the schema leaves a choice. */
export function deduceAtom(schema: MergeSchema, value: JsonValue | undefined): MergeSchema {
  if (value === undefined || value === null) return schema;
  if (Array.isArray(value)) return schema.list === undefined ? schema : { list: schema.list };
  if (isJsonObject(value)) return schema.map === undefined ? schema : { map: schema.map };
  return schema.scalar === undefined ? schema : { scalar: schema.scalar };
}

/** Whether two parts of one schema are the same part. */
export function sameAtom(a: MergeSchema, b: MergeSchema): boolean {
  return a.map === b.map && a.list === b.list && a.scalar === b.scalar;
}

/** The value as a list; `undefined` when it is none. */
export function asList(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
}

/** The value as a map; `undefined` when it is none. */
export function asMap(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

/** The present keys of both maps, each once. */
export function keysOfBoth(a: JsonObject | undefined, b: JsonObject | undefined): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const map of [a, b]) {
    if (map === undefined) continue;
    for (const key of Object.keys(map)) if (map[key] !== undefined) keys.add(key);
  }
  return keys;
}

/** The own field of a map. */
export function ownField(map: JsonObject | undefined, key: string): JsonValue | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
