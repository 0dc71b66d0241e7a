import { isJsonObject, type JsonValue } from '@gotk/json';

/** A value as Go's `%v` prints it: maps with sorted keys, texts bare. */
export function renderGoMap(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(renderGoMap).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const entries = Object.keys(value).sort();
  return `map[${entries.map((key) => `${key}:${renderGoMap(value[key] ?? null)}`).join(' ')}]`;
}

/** What kind of JSON value it is, in the words of Go's decoder. */
export function goTypeName(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
