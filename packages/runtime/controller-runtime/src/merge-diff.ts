import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';

/**
 * The JSON merge patch (RFC 7386) that turns `before` into `after`.
 * @returns `undefined` when they are equal.
 */
export function mergeDiff(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes = [...keys].flatMap((key): [string, JsonValue][] => {
    const change = valueDiff(before[key], after[key]);
    return change === undefined ? [] : [[key, change]];
  });
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
}

function valueDiff(before: JsonValue | undefined, after: JsonValue | undefined): JsonValue | undefined {
  if (jsonEqual(before, after)) return undefined;
  if (after === undefined) return null;
  return isJsonObject(before) && isJsonObject(after) ? mergeDiff(before, after) : after;
}
