import type { JsonObject, JsonValue } from '@gotk/json';
import { sortTexts } from '../text/go-text.js';
import { GoMap } from './go-map.js';
import { type GoType, MAP } from './go-type.js';
import type { GoValue } from './go-value.js';

/** JSON as templates see it: objects become fresh maps, numbers float64. */
export function goValueOf(json: JsonValue | undefined): GoValue {
  if (typeof json !== 'object' || json === null) return json ?? null;
  return Array.isArray(json) ? json.map(goValueOf) : goMapOf(json as JsonObject);
}

/** A JSON object as a map, optionally of a named type. */
export function goMapOf(json: JsonObject, type: GoType = MAP): GoMap {
  const map = new GoMap(type);
  for (const key of sortTexts(Object.keys(json))) {
    const value = json[key];
    if (value !== undefined) map.set(key, goValueOf(value));
  }
  return map;
}
