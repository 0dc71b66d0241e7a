import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

/** The union of two `fieldsV1`. A path that is a member in one and has members below it in the other gets a `.`. */
export function mergeFieldSets(a: JsonObject = {}, b: JsonObject = {}): JsonObject {
  const merged: Record<string, JsonValue | undefined> = { ...a };
  for (const [key, value] of Object.entries(b)) merged[key] = mergeNodes(merged[key], value);
  return merged;
}

function mergeNodes(a: JsonValue | undefined, b: JsonValue | undefined): JsonValue {
  if (!isJsonObject(a)) return isJsonObject(b) ? b : {};
  if (!isJsonObject(b)) return a;
  const aLeaf = Object.keys(a).length === 0;
  const bLeaf = Object.keys(b).length === 0;
  if (aLeaf && bLeaf) return {};
  return { ...(aLeaf || bLeaf ? { '.': {} } : {}), ...mergeFieldSets(a, b) };
}
