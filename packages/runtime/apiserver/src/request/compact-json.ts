import type { JsonValue } from '@gotk/json';

/**
 * What every reader of JSON and of YAML would see alike: printable ASCII without escaped code points, and without long numbers, which
 * they would read in their own ways.
 */
const PLAIN = /^[\x20-\x7e]*$/;
const SPECIAL = /\\[u/]|\d{16}/;
/** YAML knows no longer keys. */
const MAX_KEY = 1000;

/**
 * Reads the text of an object that a program wrote: JSON without spaces. What is written again as the same text has no field twice, no
 * number out of range and nothing else to find fault with, so no slower reader is needed for that.
 *
 * @returns `undefined` when the text is anything else.
 */
export function parseCompactJson(text: string): JsonValue | undefined {
  const compact = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (!compact.startsWith('{') || !PLAIN.test(compact) || SPECIAL.test(compact)) return undefined;
  try {
    const value = JSON.parse(compact) as JsonValue;
    return hasShortKeys(value, 0) && JSON.stringify(value) === compact ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Deeper values are left to readers that count the depth. */
const MAX_DEPTH = 100;

function hasShortKeys(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item: JsonValue) => hasShortKeys(item, depth + 1));
  for (const key of Object.keys(value))
    if (key.length > MAX_KEY || key === '__proto__' || !hasShortKeys((value as Fields)[key] ?? null, depth + 1))
      return false;
  return true;
}

type Fields = Readonly<Record<string, JsonValue>>;
