import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { emptyFieldSet, type FieldNode, type FieldSet, isEmptyFieldSet, sortedNodes } from './field-set.js';
import { parsePathElement } from './path-element.js';

/** Sets and texts never change, and most writes leave those of other managers as they were. */
const setsOfFields = new WeakMap<JsonObject, FieldSet>();
const fieldsOfSets = new WeakMap<FieldSet, JsonObject>();

/** The set as `fieldsV1` of a managed fields entry; the same object for the same set. */
export function renderFieldsV1(set: FieldSet): JsonObject {
  const known = fieldsOfSets.get(set);
  if (known !== undefined) return known;
  const fields = renderFields(set);
  fieldsOfSets.set(set, fields);
  setsOfFields.set(fields, set);
  return fields;
}

function renderFields(set: FieldSet): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const node of sortedNodes(set)) {
    const hasChildren = !isEmptyFieldSet(node.children);
    if (!node.member && !hasChildren) continue;
    const self = node.member && hasChildren ? { '.': {} } : {};
    fields[node.element.id] = hasChildren ? { ...self, ...renderFields(node.children) } : {};
  }
  return fields;
}

/**
 * Reads `fieldsV1`.
 *
 * @throws SyntaxError on a path element that is none, or on one that has no fields.
 */
export function parseFieldsV1(fields: JsonObject): FieldSet {
  const known = setsOfFields.get(fields);
  if (known !== undefined) return known;
  const set = parseFields(fields);
  setsOfFields.set(fields, set);
  return set;
}

function parseFields(fields: JsonObject): FieldSet {
  const nodes = new Map<string, FieldNode>();
  for (const [text, value] of Object.entries(fields)) {
    if (text === '.') continue;
    if (!isJsonObject(value)) throw new SyntaxError(`${text} is no object`);
    const element = parsePathElement(text);
    const keys = Object.keys(value);
    const leaf = keys.length === 0;
    nodes.set(element.id, {
      element,
      member: leaf || keys.includes('.'),
      children: leaf ? emptyFieldSet : parseFields(value),
    });
  }
  return { nodes };
}
