import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { fieldOf } from '@gotk/objects';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
/** A version in the text of an error. */
const VERSION =
  /(?<=the ResourceVersion in record \(|\\"resourceVersion\\":\\"|"resourceVersion":"|resourceVersion: ")\d+/g;
/** The minute in the names of the Jobs of CronJobs. */
const MINUTE = /(?<=[a-z]-)\d{8}\b/g;
/** What controllers add to the names of pods and Events at random, or by the time. */
const RANDOM = /(?<=[a-z0-9]-)[bcdfghjklmnpqrstvwxz2456789]{5}\b|(?<=\.)[0-9a-f]{16}\b/g;
/** Addresses and ports in the text of a Service, as errors about its JSON show it, and ports in a cell of a table. */
const GIVEN_IN_TEXT = /(?<=\\"clusterIPs?\\":\[?\\"|\\"nodePort\\":)[\d.]+/g;
const GIVEN_IN_CELL = /(?<=\d:)3[0-2]\d{3}(?=\/)/g;
/** What a server gives out in an order of its own. */
const GIVEN: Readonly<Record<string, string>> = {
  resourceVersion: '(version)',
  clusterIP: '',
  clusterIPs: '',
  nodePort: '(port)',
  continue: '(continue)',
  token: '(token)',
};

/** An answer without what differs from run to run: identities, times, versions and addresses that were given out. */
export function normalize(value: JsonValue | undefined, sent: string): JsonValue | undefined {
  if (typeof value === 'string')
    return value
      .replace(UUID, '(uid)')
      .replace(TIME, '(time)')
      .replace(VERSION, '(version)')
      .replace(GIVEN_IN_TEXT, (given) => (sent.includes(given) ? given : '(given)'))
      .replace(MINUTE, '(minute)');
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => normalize(item, sent) ?? null);
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).map(
    ([name, item]) => [name.replace(UUID, '(uid)'), field(name, item, sent)] as const,
  );
  const { generateName, name } = value;
  const isGenerated = typeof generateName === 'string' && typeof name === 'string' && name.startsWith(generateName);
  if (value['kind'] === 'EventList')
    return { ...Object.fromEntries(fields), items: sortedEvents(value['items'], sent) };
  if (isOfGenerated(value['items'])) return { ...Object.fromEntries(fields), items: sortedItems(value['items'], sent) };
  return Object.fromEntries(isGenerated ? [...fields, ['name', `${generateName}(random)`]] : fields);
}

/** Whether all objects of a list have names that end at random. */
function isOfGenerated(items: JsonValue | undefined): items is readonly JsonObject[] {
  const list = Array.isArray(items) ? (items as readonly JsonValue[]) : [];
  return list.length > 1 && list.every((item) => typeof fieldOf(item ?? {}, 'metadata', 'generateName') === 'string');
}

function sortedItems(items: readonly JsonObject[], sent: string): JsonValue {
  const normal = items.map((item) => normalize(item, sent) ?? null);
  return normal.sort((a, b) => (sortedText(a) < sortedText(b) ? -1 : 1));
}

/** Events are in the order of their names, which are made of the time. */
function sortedEvents(items: JsonValue | undefined, sent: string): JsonValue {
  const events = Array.isArray(items) ? (items as readonly JsonValue[]) : [];
  const normal = events.map((event) => normalize(event, sent) ?? null);
  const texts = normal.map((event) => JSON.stringify(event).replace(RANDOM, '(random)'));
  const rank = (event: JsonValue): string =>
    isJsonObject(event) ? [event['reason'], event['message'], event['count'], sortedText(event)].join(' ') : '';
  return texts.map((text) => JSON.parse(text) as JsonValue).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function field(name: string, item: JsonValue | undefined, sent: string): JsonValue | undefined {
  if (name === 'managedFields' && Array.isArray(item)) return sortedEntries(item as readonly JsonObject[], sent);
  // The rules of one subject are listed in any order.
  if ((name === 'resourceRules' || name === 'nonResourceRules') && Array.isArray(item))
    return (item as readonly JsonValue[]).map(sortedText).sort();
  // Conditions name pods.
  if (name === 'message' && typeof item === 'string') return normalize(item.replace(RANDOM, '(random)'), sent);
  if (name === 'cells' && Array.isArray(item)) return (item as readonly JsonValue[]).map(cell);
  const given = GIVEN[name];
  // Addresses that were asked for are compared.
  if (given !== undefined && item !== undefined && item !== '' && !sent.includes(JSON.stringify(item)))
    return given || `(${name})`;
  return normalize(item, sent);
}

function sortedEntries(entries: readonly JsonObject[], sent: string): JsonValue {
  const rank = ({ manager, operation, subresource, fieldsV1 }: JsonObject): string =>
    [manager, operation, subresource ?? '', sortedText(fieldsV1)].join(' ');
  return [...entries].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).map((entry) => normalize(entry, sent) ?? null);
}

/** The order of keys has no meaning. */
function sortedText(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(sortedText).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? '';
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${name}:${sortedText(value[name])}`).join()}}`;
}

/** Ages and addresses of tables are as different as the servers. */
function cell(value: JsonValue): JsonValue {
  return typeof value === 'string'
    ? value
        .replace(UUID, '(uid)')
        .replace(TIME, '(time)')
        .replace(/^(?:\d+m)?\d+s$/, '(age)')
        .replace(GIVEN_IN_CELL, '(port)')
        .replace(/^10\.0\.\d+\.\d+$/, '(address)')
    : value;
}
