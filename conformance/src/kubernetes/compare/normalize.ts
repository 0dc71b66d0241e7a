import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
/** What a server gives out in an order of its own. */
const GIVEN: Readonly<Record<string, string>> = {
  resourceVersion: '(version)',
  clusterIP: '',
  clusterIPs: '',
  nodePort: '(port)',
};

/** An answer without what differs from run to run: identities, times, versions and addresses that were given out. */
export function normalize(value: JsonValue | undefined, sent: string): JsonValue | undefined {
  if (typeof value === 'string') return value.replace(UUID, '(uid)').replace(TIME, '(time)');
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => normalize(item, sent) ?? null);
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).map(([name, item]) => [name, field(name, item, sent)] as const);
  return Object.fromEntries(fields);
}

function field(name: string, item: JsonValue | undefined, sent: string): JsonValue | undefined {
  if (name === 'managedFields' && Array.isArray(item)) return sortedEntries(item as readonly JsonObject[], sent);
  const given = GIVEN[name];
  // Addresses that were asked for are compared.
  if (given !== undefined && item !== undefined && !sent.includes(JSON.stringify(item))) return given || `(${name})`;
  return normalize(item, sent);
}

function sortedEntries(entries: readonly JsonObject[], sent: string): JsonValue {
  const texts = entries.map((entry) => JSON.stringify(normalize(entry, sent)));
  return texts.sort().map((text) => JSON.parse(text) as JsonValue); // Rendered just before.
}
