import { isJsonObject, type JsonObject, type JsonValue, renderGoJsonString } from '@gotk/json';
import { type ByteSource, bufferSource, findBytes, openFileSource } from './byte-source.js';

/**
 * The versions of a chart in an index as it is stored, newest first; `undefined` when it has no such chart. Only this chart is
 * decoded, and in a file only this chart is held in memory, where the index has the layout in which Flux stores it.
 *
 * @param index the index, or the path of its file.
 */
export function findIndexedChart(index: Buffer | string, name: string): readonly JsonObject[] | undefined {
  if (typeof index !== 'string') return findInSource(bufferSource(index), name);
  const source = openFileSource(index);
  try {
    return findInSource(source, name);
  } finally {
    source.close();
  }
}

function findInSource(index: ByteSource, name: string): readonly JsonObject[] | undefined {
  if (findBytes(index, '\n  "entries": {') === -1) return findInWhole(index, name);
  const key = `\n    ${renderGoJsonString(name)}: [`;
  const begin = findBytes(index, key);
  if (begin === -1) return undefined;
  const list = begin + Buffer.byteLength(key) - 1;
  const isEmpty = index.slice(list + 1, list + 2).toString('latin1') === ']';
  const end = isEmpty ? list + 2 : findBytes(index, '\n    ]', list) + '\n    ]'.length;
  return objectsOf(JSON.parse(index.slice(list, end).toString('utf8')) as JsonValue);
}

function findInWhole(index: ByteSource, name: string): readonly JsonObject[] | undefined {
  const { entries } = JSON.parse(index.slice(0, index.length).toString('utf8')) as JsonObject;
  if (!isJsonObject(entries) || !Object.hasOwn(entries, name)) return undefined;
  return objectsOf(entries[name]);
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
