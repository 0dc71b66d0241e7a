import { isJsonObject, type JsonValue } from './json-value.js';

/**
 * The canonical text of `value` (RFC 8785): no spaces, keys sorted by UTF-16 code units, JavaScript's numbers and strings.
 * `undefined` fields are left out.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}
