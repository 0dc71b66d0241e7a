import { isJsonObject, type JsonObject, type JsonValue, renderGoJsonString } from '@gotk/json';

/**
 * The versions of a chart in an index as it is stored, newest first; `undefined` when it has no such chart. Only this chart is
 * decoded where the index has the layout in which Flux stores it.
 */
export function findIndexedChart(index: Buffer, name: string): readonly JsonObject[] | undefined {
  if (!index.includes('\n  "entries": {')) return findInWhole(index, name);
  const key = `\n    ${renderGoJsonString(name)}: [`;
  const begin = index.indexOf(key);
  if (begin === -1) return undefined;
  const list = begin + key.length - 1;
  const end = index[list + 1] === ']'.charCodeAt(0) ? list + 2 : index.indexOf('\n    ]', list) + '\n    ]'.length;
  return objectsOf(JSON.parse(index.toString('utf8', list, end)) as JsonValue);
}

function findInWhole(index: Buffer, name: string): readonly JsonObject[] | undefined {
  const { entries } = JSON.parse(index.toString('utf8')) as JsonObject;
  if (!isJsonObject(entries) || !Object.hasOwn(entries, name)) return undefined;
  return objectsOf(entries[name]);
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
