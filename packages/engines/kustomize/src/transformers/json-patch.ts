import { applyJsonPatch, isJsonObject, type JsonValue, parseGoJson } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import { fromJsonAsYaml, fromYamlOfJson } from '../node/from-json.js';
import { nodeValue } from '../node/node-value.js';
import { toDoubles } from '../node/to-doubles.js';
import { withoutRawBytes } from '../read/raw-bytes.js';
import { survivesJsonPatch } from '../resource/build-annotations.js';
import { readTextMap, writeTextMap } from '../resource/metadata-fields.js';
import type { Resource } from '../resource/resource.js';

/** A JSON patch: a list of operations, none of them looked at yet. */
export type JsonPatchOperations = readonly JsonValue[];

/**
 * Reads a JSON patch written in JSON or YAML.
 * @throws when it is something else.
 */
export function decodeJsonPatch(text: string): JsonPatchOperations {
  if (text === '') throw new Error('empty json patch operations');
  return decodeOperations(text.startsWith('[') ? parseGoJson(withoutRawBytes(text)) : parseYaml(text));
}

/** @throws in the words of Go's JSON decoder. */
export function decodeOperations(value: JsonValue): JsonPatchOperations {
  if (value === null) return [];
  if (!Array.isArray(value)) throw typeError(value, 'jsonpatch.Patch');
  const wrong = value.find((operation: JsonValue) => operation !== null && !isJsonObject(operation));
  if (wrong !== undefined) throw typeError(wrong, 'jsonpatch.Operation');
  return value;
}

function typeError(value: JsonValue, type: string): Error {
  const found = isJsonObject(value) ? 'object' : Array.isArray(value) ? 'array' : typeof value;
  return new Error(`json: cannot unmarshal ${found === 'boolean' ? 'bool' : found} into Go value of type ${type}`);
}

/**
 * Applies a JSON patch to an object; what the build has noted at it stays.
 * @param exact whether nodes note where they stood.
 */
export function applyJsonPatchTo(resource: Resource, operations: JsonValue, exact: boolean): void {
  const kept = [...readTextMap(resource.node, 'annotations')].filter(([name]) => survivesJsonPatch(name));
  const patched = applyJsonPatch(toDoubles(nodeValue(resource.node)), operations);
  if (!isJsonObject(patched)) throw typeError(patched, 'map[string]interface {}');
  resource.node = exact ? fromYamlOfJson(patched) : fromJsonAsYaml(patched);
  const annotations = readTextMap(resource.node, 'annotations');
  for (const [name, value] of kept) annotations.set(name, value);
  writeTextMap(resource.node, 'annotations', annotations);
}
