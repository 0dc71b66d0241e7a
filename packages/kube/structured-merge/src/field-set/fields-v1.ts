import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { emptyFieldSet, type FieldNode, type FieldSet, isEmptyFieldSet, sortedNodes } from './field-set.js';
import { parsePathElement } from './path-element.js';

/** The set as `fieldsV1` of a managed fields entry. */
export function renderFieldsV1(set: FieldSet): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const node of sortedNodes(set)) {
    const hasChildren = !isEmptyFieldSet(node.children);
    if (!node.member && !hasChildren) continue;
    const self = node.member && hasChildren ? { '.': {} } : {};
    fields[node.element.id] = hasChildren ? { ...self, ...renderFieldsV1(node.children) } : {};
  }
  return fields;
}

/**
 * Reads `fieldsV1`.
 *
 * @throws SyntaxError on a path element that is none.
 */
export function parseFieldsV1(fields: JsonObject): FieldSet {
  const nodes = new Map<string, FieldNode>();
  for (const [text, value] of Object.entries(fields)) {
    if (text === '.' || !isJsonObject(value)) continue;
    const element = parsePathElement(text);
    const keys = Object.keys(value);
    const leaf = keys.length === 0;
    nodes.set(element.id, {
      element,
      member: leaf || keys.includes('.'),
      children: leaf ? emptyFieldSet : parseFieldsV1(value),
    });
  }
  return { nodes };
}
