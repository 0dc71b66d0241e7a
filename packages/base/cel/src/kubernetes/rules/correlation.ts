import { isJsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { propertyOf, type RuleSchema, valuesOf } from '../schema/rule-schema.js';

/** A value beside the one that was in its place before an update. */
export interface Pair {
  readonly value: JsonValue;
  readonly old: JsonValue;
  readonly schema: RuleSchema;
}

/** The values of a field before and after; undefined where one is missing or its schema is unknown. */
export function pairAt(pair: Pair, field: string): Pair | undefined {
  const { value, old, schema } = pair;
  if (!isJsonObject(value) || !isJsonObject(old)) return undefined;
  const inner = propertyOf(schema, field) ?? valuesOf(schema);
  const [now, before] = [value[field], old[field]];
  if (inner === undefined || now === undefined || before === undefined) return undefined;
  return { value: now, old: before, schema: inner };
}

/** The element of a list before and after: elements are the same where their keys are. */
export function pairAtIndex(pair: Pair, index: number): Pair | undefined {
  const { value, old, schema } = pair;
  if (!Array.isArray(value) || !Array.isArray(old) || schema.items === undefined) return undefined;
  const element = value[index] as JsonValue | undefined;
  if (element === undefined) return undefined;
  const before = oldElement(schema, old as readonly JsonValue[], element);
  return before === undefined || before === null ? undefined : { value: element, old: before, schema: schema.items };
}

/** The element of a list with keys that has the same ones; lists of other kinds have none. */
export function oldElement(schema: RuleSchema, old: readonly JsonValue[], element: JsonValue): JsonValue | undefined {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (schema['x-kubernetes-list-type'] !== 'map' || keys.length === 0) return undefined;
  const identity = identityOf(keys, element);
  return identity === undefined ? undefined : old.find((candidate) => identityOf(keys, candidate) === identity);
}

/** Only scalars can be keys. */
function identityOf(keys: readonly string[], element: JsonValue): string | undefined {
  if (!isJsonObject(element)) return undefined;
  const values = keys.map((key) => element[key]);
  const usable = values.every((value) => value !== undefined && value !== null && typeof value !== 'object');
  return usable ? JSON.stringify(values) : undefined;
}

/** Whether nothing changed in what rules can see. */
export function isUnchanged(pair: Pair): boolean {
  const { value, old } = pair;
  if (Array.isArray(value) && Array.isArray(old)) return isListUnchanged(pair, value, old);
  if (!isJsonObject(value) || !isJsonObject(old)) return jsonEqual(value, old);
  const names = Object.keys(value);
  if (names.length !== Object.keys(old).length) return false;
  return names.every((name) => {
    const inner = pairAt(pair, name);
    return inner !== undefined && isUnchanged(inner);
  });
}

function isListUnchanged(pair: Pair, value: readonly JsonValue[], old: readonly JsonValue[]): boolean {
  if (pair.schema['x-kubernetes-list-type'] !== 'map') return jsonEqual(value, old);
  if (value.length !== old.length) return false;
  return value.every((_, i) => {
    const inner = pairAtIndex(pair, i);
    return inner !== undefined && isUnchanged(inner);
  });
}
